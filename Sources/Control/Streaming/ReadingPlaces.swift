import Synchronization

/// How many may read the journal for subscribers at the same time: the executor needs the processors too. Whoever comes
/// first is first.
final class ReadingPlaces: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// Returns when there is a place, which is then taken until ``leave()``; also for whoever was cancelled.
    func enter() async {
        await withCheckedContinuation { place in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(place)
                return false
            }
            if isFree { place.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state in
            guard state.waiting.isEmpty else { return Optional(state.waiting.removeFirst()) }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

/// A place among all, for one of a connection's subscriptions at a time: many of them are in nobody else's way.
struct ReadingTurn: Sendable {
    let connection: ReadingPlaces
    let all: ReadingPlaces

    func enter() async {
        await connection.enter()
        await all.enter()
    }

    func leave() {
        all.leave()
        connection.leave()
    }
}
