/// The keys that move through a list, the same wherever there is one.
enum ScrollKeys {
    /// - Parameter help: the sentence for each movement.
    static func bindings<Context, Action: Sendable>(
        _ movements: [ScrollMovement] = ScrollMovement.allCases, section: String, action: (ScrollMovement) -> Action,
        help: (ScrollMovement) -> String
    ) -> [KeyBinding<Context, Action>] {
        movements.map { movement in
            KeyBinding(
                movement.name, movement.keys, label: "\(movement.name)", help: help(movement), section: section,
                footer: .never, action: action(movement))
        }
    }
}

extension ScrollMovement {
    fileprivate var name: ActionName {
        switch self {
        case .up: "up"
        case .down: "down"
        case .pageUp: "page-up"
        case .pageDown: "page-down"
        case .first: "first"
        case .last: "last"
        }
    }

    fileprivate var keys: [KeyPress] {
        switch self {
        case .up: [.up, .character("k")]
        case .down: [.down, .character("j")]
        case .pageUp: [.pageUp]
        case .pageDown: [.pageDown]
        case .first: [.home]
        case .last: [.end]
        }
    }
}
