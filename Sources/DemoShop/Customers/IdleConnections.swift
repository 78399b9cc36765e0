import Values

/// Connections between two requests of a session: at most one a user, and not so many that files run out.
struct IdleConnections {
    private var connections: [Int: (connection: LoopbackConnection, since: ContinuousClock.Instant)] = [:]

    /// Shorter than any server's keep-alive limit, so that a request does not meet a connection that is just closing.
    private static let limit = Duration.seconds(2)
    private static let countLimit = 400

    mutating func take(user: Int) -> LoopbackConnection? {
        connections.removeValue(forKey: user)?.connection
    }

    mutating func keep(_ connection: LoopbackConnection, user: Int, at now: ContinuousClock.Instant) {
        guard connections.count < Self.countLimit else { return connection.close() }
        connections.updateValue((connection, now), forKey: user)?.connection.close()
    }

    mutating func closeStale(at now: ContinuousClock.Instant) {
        for (user, idle) in connections where now - idle.since > Self.limit {
            idle.connection.close()
            connections[user] = nil
        }
    }

    mutating func closeAll() {
        for idle in connections.values { idle.connection.close() }
        connections = [:]
    }
}
