import Delivery

/// What decides whether a key can be pressed: the run, who presses it, and whether anybody would take an order.
public struct KeyContext: Sendable {
    public let run: RunState
    public let actor: Actor
    private let abandonment: Refusal?

    public init(_ model: DashboardModel, actor: Actor) {
        run = model.run
        abandonment = model.abandonment
        self.actor = actor
    }

    /// Why the order can't be given now; `nil` when it can.
    func refusal(of command: Command) -> Refusal? {
        abandonment ?? run.refusal(of: command, by: actor)
    }
}

/// The keys of the dashboard: the one record behind the handler, the footer, the help page and every reason why a key
/// is disabled.
public enum DashboardKeys {
    public static let table = KeyTable<KeyContext, DashboardAction>(release + screen + news)

    private static var release: [KeyBinding<KeyContext, DashboardAction>] {
        [
            order("a", .approve, "approve", "Let the waiting stage begin, after a look at what it releases"),
            order("x", .reject, "reject", "Refuse the waiting stage; asks once, then the run ends", inFooter: false),
            order("h", .halt, "halt", "Freeze the split at once, without a question; judging goes on"),
            order("r", .rollBack, "roll back", "All traffic back to stable; asks once, with the consequence"),
            order("p", .promote, "promote", "All traffic to the canary now; shows the evidence first"),
            order("c", .resume, "resume", "Continue after a halt; the bake begins again"),
        ]
    }

    private static var screen: [KeyBinding<KeyContext, DashboardAction>] {
        [
            KeyBinding(
                .character("t"), label: "theme", help: "The next theme", section: "Screen", isInFooter: false,
                command: .theme),
            KeyBinding(
                .character("q"), or: [.control("c")], label: "quit",
                help: "Leave; while this program carries the run, asks first", section: "Screen", command: .quit),
            KeyBinding(
                .character("?"), or: [.function(1)], label: "help", help: "This page", section: "Screen",
                command: .help),
        ]
    }

    private static var news: [KeyBinding<KeyContext, DashboardAction>] {
        [
            scroll(.up, or: [.character("k")], "An event back", .older),
            scroll(.down, or: [.character("j")], "An event on", .newer),
            scroll(.pageUp, "A page of events back", .olderPage),
            scroll(.pageDown, "A page of events on", .newerPage),
            scroll(.home, "To the oldest event", .oldest),
            scroll(.end, "To the newest event, and follow", .newest),
        ]
    }

    private static func order(
        _ key: Character, _ action: DashboardAction, _ label: String, _ help: String, inFooter: Bool = true
    ) -> KeyBinding<KeyContext, DashboardAction> {
        KeyBinding(
            .character(key), label: label, help: help, section: "Release", isInFooter: inFooter, command: action
        ) { context in
            action.command.flatMap { context.refusal(of: $0)?.description }
        }
    }

    private static func scroll(
        _ key: KeyPress, or alternatives: [KeyPress] = [], _ help: String, _ movement: NewsMovement
    ) -> KeyBinding<KeyContext, DashboardAction> {
        KeyBinding(
            key, or: alternatives, label: help, help: help, section: "Events", isInFooter: false,
            command: .news(movement))
    }
}
