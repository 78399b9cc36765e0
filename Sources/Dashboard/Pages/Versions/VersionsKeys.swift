import Delivery

extension VersionsPage {
    /// What the keys of this page do, beside those that every page has.
    enum Action: Equatable, Sendable {
        case release
        /// The versions of another environment, so many on.
        case environment(Int)
        case scroll(ScrollMovement)
    }

    var bindings: [KeyBinding<KeyContext, Action>] {
        let page = self
        let empty: @Sendable (KeyContext) -> String? = {
            guard page.watch.latest != nil else { return page.watch.problem ?? "how things stand is being looked up" }
            return page.rows($0.model).isEmpty ? "there is no version to release" : nil
        }
        let alone: @Sendable (KeyContext) -> String? = {
            page.environments($0.model).count > 1 ? nil : "there is no other environment"
        }
        return [
            KeyBinding(
                "release-version", [.enter, .character("R")], label: "release",
                help: "Release the version under the cursor; asks once, with the consequence", section: "Versions",
                action: .release, disabledReason: empty),
            KeyBinding(
                "next-environment", [.tab], label: "next environment", help: "The versions of the next environment",
                section: "Versions", footer: .whereRoom, action: .environment(1), disabledReason: alone),
            KeyBinding(
                "previous-environment", [.backTab], label: "previous environment",
                help: "The versions of the environment before", section: "Versions", footer: .never,
                action: .environment(-1), disabledReason: alone),
        ]
            + ScrollKeys.bindings(section: "Versions", action: Action.scroll) { movement in
                switch movement {
                case .up: "A version newer"
                case .down: "A version older"
                case .pageUp: "A page of versions newer"
                case .pageDown: "A page of versions older"
                case .first: "To the newest version"
                case .last: "To the oldest version"
                }
            }
    }
}
