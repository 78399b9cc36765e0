/// How much clients may ask for, so that none of them is in the way of the executor or of the others.
public struct ControlLimits: Equatable, Sendable {
    /// How many connections may be open. When there are more, the one that has waited longest with its first
    /// request gives way.
    public var connections: Int
    /// How many subscriptions a connection may have.
    public var subscriptions: Int
    /// How many bytes a line from a client may have.
    public var line: Int
    /// How many events a subscriber may be behind before it has to read them from the journal.
    public var backlog: Int

    public init(connections: Int = 128, subscriptions: Int = 16, line: Int = 1 << 20, backlog: Int = 256) {
        self.connections = connections
        self.subscriptions = subscriptions
        self.line = line
        self.backlog = backlog
    }
}
