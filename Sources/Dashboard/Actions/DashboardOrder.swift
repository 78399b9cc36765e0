import Delivery

/// What a key orders, and what was on the screen when it was pressed: for a question, when that was opened.
public struct DashboardOrder: Equatable, Sendable {
    public let command: Command
    public let reason: String?
    /// Whether it insists on what was refused once.
    public let anyway: Bool
    public let seen: SeenChange

    public init(_ command: Command, reason: String? = nil, anyway: Bool = false, seen: SeenChange) {
        self.command = command
        self.reason = reason
        self.anyway = anyway
        self.seen = seen
    }
}
