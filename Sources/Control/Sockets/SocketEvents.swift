import FlyingSocks

/// Waits for the sockets of this process, all in one thread.
package enum SocketEvents {
    /// Begun once, by whoever comes first.
    private static let loop = Task { () throws -> any AsyncSocketPool in
        let pool = makePool()
        try await pool.prepare()
        Task { try await pool.run() }
        return pool
    }

    /// - Throws: an error of the system that doesn't allow another event queue.
    package static func pool() async throws -> any AsyncSocketPool { try await loop.value }

    private static func makePool() -> some AsyncSocketPool {
        #if os(Linux)
            // Level-triggered: a hang-up is told again if it came before its waiter was known to the queue.
            SocketPool.ePoll(triggering: .level, maxEvents: 64)
        #else
            SocketPool.make()
        #endif
    }
}
