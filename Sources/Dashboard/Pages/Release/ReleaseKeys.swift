import Delivery

extension ReleasePage {
    /// What the keys of this page do, beside those that every page has.
    enum Action: Equatable, Sendable {
        case order(Order)
        /// To stable; after the end to what was in service before.
        case rollBack
        case nextRelease
        case log, versions
        case scroll(ScrollMovement)
    }

    var bindings: [KeyBinding<KeyContext, Action>] {
        Self.orders + [Self.log, Self.versions(as: .versions), Self.next] + Self.events
    }

    private static var orders: [KeyBinding<KeyContext, Action>] {
        [
            order(
                .approve, "approve", "a", "approve",
                "Approve the waiting stage, after a look at what it releases"),
            order(
                .reject, "reject", "x", "reject", "Refuse the waiting stage; asks once, then the run ends",
                footer: .never),
            ScreenKeys.halt(as: .order(.halt)),
            rollBack,
            order(
                .promote, "promote", "p", "promote", "All traffic to the canary now; shows the evidence first"),
            order(.resume, "resume", "c", "resume", "Continue after a halt; the bake begins again"),
        ]
    }

    /// A release that goes on is taken back by its run; after its end by a run of its own.
    private static var rollBack: KeyBinding<KeyContext, Action> {
        KeyBinding(
            "rollback", [.character("r")], label: "roll back",
            help: "Back to stable, and after the end to the version before; asks once",
            section: "Release", action: .rollBack
        ) { context in
            guard context.run.result != nil else { return context.refusal(of: .rollBack)?.description }
            return context.run.releases.isEmpty ? "this run has released nothing; v leads to the versions" : nil
        }
    }

    /// To the versions of an environment.
    static func versions<Action: Sendable>(as action: Action) -> KeyBinding<KeyContext, Action> {
        KeyBinding(
            "versions", [.character("v")], label: "versions",
            help: "The versions of the environment, to go back to any",
            section: "Pages", footer: .whereRoom, action: action)
    }

    private static func order(
        _ order: Order, _ name: ActionName, _ key: Character, _ label: String, _ help: String,
        footer: FooterPlace = .always
    ) -> KeyBinding<KeyContext, Action> {
        KeyBinding(
            name, [.character(key)], label: label, help: help, section: "Release", footer: footer,
            action: .order(order)
        ) { $0.refusal(of: order)?.description }
    }

    private static var log: KeyBinding<KeyContext, Action> {
        KeyBinding(
            "log", [.character("l")], label: "log", help: "What steps and instances print", section: "Screen",
            footer: .whereRoom, action: .log
        ) { $0.model.outputTargets.isEmpty ? "nothing has printed anything yet" : nil }
    }

    private static var next: KeyBinding<KeyContext, Action> {
        KeyBinding(
            "next-release", [.character("e")], label: "next release",
            help: "The release into the next environment, where there are several", section: "Screen",
            footer: .never, action: .nextRelease
        ) { $0.model.nextShown == nil ? "there is no other release under way" : nil }
    }

    private static var events: [KeyBinding<KeyContext, Action>] {
        ScrollKeys.bindings(section: "Events", action: Action.scroll) { movement in
            switch movement {
            case .up: "An event back"
            case .down: "An event on"
            case .pageUp: "A page of events back"
            case .pageDown: "A page of events on"
            case .first: "To the oldest event"
            case .last: "To the newest event, and follow"
            }
        }
    }
}

extension ViewContext {
    /// The keys of the release page, for texts on it that name one.
    var releaseKeys: KeyTable<KeyContext, PageKey<ReleasePage.Action>> { ReleasePage().table(ui.keys) }
}
