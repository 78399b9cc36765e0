import Delivery
import Values

/// What a key orders, and what was on the screen when it was pressed: for a question, when that was opened.
public struct DashboardOrder: Equatable, Sendable {
    public let order: Order
    public let reason: String?
    /// Whether it insists on what was refused once.
    public let anyway: Bool
    public let seen: SeenChange
    /// Which release is meant; `nil` where only one is under way.
    public let environment: EnvironmentName?

    public init(
        _ order: Order, reason: String? = nil, anyway: Bool = false, seen: SeenChange,
        environment: EnvironmentName? = nil
    ) {
        self.order = order
        self.reason = reason
        self.anyway = anyway
        self.seen = seen
        self.environment = environment
    }
}

extension Order {
    /// The order as a person says it.
    public var verb: String { self == .rollBack ? "roll back" : rawValue }
}
