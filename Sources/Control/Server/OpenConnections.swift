import Synchronization

/// The connections that there are, within their limit.
final class OpenConnections: Sendable {
    private struct Entry {
        let connection: Connection
        /// Whether it ever asked for something that can be done.
        var isProven = false
        var isSubscriber = false
    }

    private struct State {
        var next = 0
        /// By age: a newer one has a higher number.
        var entries: [Int: Entry] = [:]
        /// Also those that were asked to give way, and are not gone yet.
        var alive = 0
        var isEnding = false
    }

    /// How many may be on their way out: a storm of connections comes faster than they go.
    private static let leaving = 128

    /// How many have room however many subscribe: orders are always possible.
    private static let forOrders = 16

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes one in, and gives its number; `nil` when there is no room.
    func admit(_ connection: Connection) -> Int? {
        state.withLock { state in
            guard state.alive < limit + Self.leaving else { return nil }
            if state.entries.count >= limit {
                guard let idle = state.entries.filter({ !$0.value.isProven }).keys.min() else { return nil }
                state.entries.removeValue(forKey: idle)?.connection.hangUp()
            }
            state.next += 1
            state.alive += 1
            state.entries[state.next] = Entry(connection: connection)
            if state.isEnding { connection.stopReading() }
            return state.next
        }
    }

    /// It asked for something that can be done, and gives way to nobody from now on.
    func prove(_ number: Int) {
        state.withLock { $0.entries[number]?.isProven = true }
    }

    /// Whether it may have subscriptions, beside the others that do.
    func subscribe(_ number: Int) -> Bool {
        state.withLock { state in
            guard let entry = state.entries[number] else { return false }
            let others = state.entries.values.count(where: \.isSubscriber)
            guard entry.isSubscriber || others < max(1, limit - Self.forOrders) else { return false }
            state.entries[number]?.isSubscriber = true
            return true
        }
    }

    func remove(_ number: Int) {
        state.withLock { state in
            state.alive -= 1
            state.entries[number] = nil
        }
    }

    /// Nobody can ask for anything new; what was asked is still answered.
    func stopReading() {
        state.withLock { state in
            state.isEnding = true
            for entry in state.entries.values { entry.connection.stopReading() }
        }
    }

    /// Ends all of them at once.
    func hangUp() {
        state.withLock { state in
            for entry in state.entries.values { entry.connection.hangUp() }
        }
    }
}
