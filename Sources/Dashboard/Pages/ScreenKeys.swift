import Delivery

/// What every page can do.
enum ScreenAction: Equatable, Sendable {
    case halt, theme, back, goTo, overview, quit, help
}

/// The keys that every page has. Halting is one of them: nothing may stand between a person and stopping.
enum ScreenKeys {
    static var bindings: [KeyBinding<KeyContext, ScreenAction>] {
        [
            halt(as: .halt),
            KeyBinding(
                "theme", [.character("t")], label: "theme", help: "The next theme", section: "Screen", footer: .never,
                action: .theme),
            KeyBinding(
                "back", [.escape], label: "back", help: "Back to the page before", section: "Pages",
                footer: .whereRoom, action: .back
            ) { $0.canGoBack ? nil : "there is no page to go back to" },
            KeyBinding(
                "go-to", [.character(":")], label: "go to", help: "To any page, by its name", section: "Pages",
                footer: .whereRoom, action: .goTo),
            KeyBinding(
                "overview", [.character("o")], label: "overview", help: "All environments and runs", section: "Pages",
                footer: .whereRoom, action: .overview),
            KeyBinding(
                "quit", [.character("q"), .control("c")], label: "quit",
                help: "Leave; while this program carries the run, asks first", section: "Screen", action: .quit),
            KeyBinding(
                "help", [.character("?"), .function(1)], label: "help", help: "This page", section: "Screen",
                action: .help),
        ]
    }

    /// The one key that orders something in dialogs and in the prompt as well.
    static func halt<Action: Sendable>(as action: Action) -> KeyBinding<KeyContext, Action> {
        KeyBinding(
            "halt", [.character("h")], label: "halt",
            help: "Freeze the split at once, without a question; judging goes on", section: "Release", action: action
        ) { $0.refusal(of: .halt)?.description }
    }
}
