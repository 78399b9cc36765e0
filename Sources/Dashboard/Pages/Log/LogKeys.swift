extension LogPage {
    /// What the keys of this page do, beside those that every page has.
    enum Action: Equatable, Sendable {
        case scroll(ScrollMovement)
        case sideways(Int)
        case search, next, previous, firstTrouble
        /// The output of another step or instance, so many on.
        case other(Int)
    }

    var bindings: [KeyBinding<KeyContext, Action>] { searching + others + scrolling }

    private var searching: [KeyBinding<KeyContext, Action>] {
        let isIdle = pattern == nil
        let unsearched: @Sendable (KeyContext) -> String? = { _ in isIdle ? "nothing was searched for yet" : nil }
        return [
            KeyBinding(
                "search", [.character("/")], label: "search", help: "Search from here on; capital letters don't matter",
                section: "Log", action: .search),
            KeyBinding(
                "next-match", [.character("n")], label: "next", help: "To the next line that was searched for",
                section: "Log", footer: .whereRoom, action: .next, disabledReason: unsearched),
            KeyBinding(
                "previous-match", [.character("N")], label: "previous",
                help: "To the line before that was searched for", section: "Log", footer: .never, action: .previous,
                disabledReason: unsearched),
            KeyBinding(
                "first-error", [.character("e")], label: "first error",
                help: "To the first line that says that something went wrong", section: "Log", action: .firstTrouble),
        ]
    }

    private var others: [KeyBinding<KeyContext, Action>] {
        let alone: @Sendable (KeyContext) -> String? = {
            $0.model.outputTargets.count > 1 ? nil : "nothing else has printed anything"
        }
        return [
            KeyBinding(
                "next-output", [.tab], label: "next output", help: "The output of the next step or instance",
                section: "Log", action: .other(1), disabledReason: alone),
            KeyBinding(
                "previous-output", [.backTab], label: "previous output",
                help: "The output of the step or instance before", section: "Log", footer: .never, action: .other(-1),
                disabledReason: alone),
        ]
    }

    private var scrolling: [KeyBinding<KeyContext, Action>] {
        let sideways = [
            KeyBinding<KeyContext, Action>(
                "left", [.left], label: "left", help: "To the beginning of long lines", section: "Log", footer: .never,
                action: .sideways(-20)),
            KeyBinding<KeyContext, Action>(
                "right", [.right], label: "right", help: "To the end of long lines", section: "Log", footer: .never,
                action: .sideways(20)),
        ]
        return ScrollKeys.bindings(section: "Log", action: Action.scroll) { movement in
            movement == .last ? "To the end, and follow" : movement.inLines
        } + sideways
    }
}
