import Synchronization

/// Where the running shop is: starting, ready or stopping, and what it is busy with.
final class ShopState: Sendable {
    private struct Values {
        var phase = Phase.starting
        var pageRequests = 0
        var inFlight = 0
    }

    enum Phase: Sendable {
        case starting, ready, stopping
    }

    private let values = Mutex(Values())

    var phase: Phase { values.withLock(\.phase) }

    /// Requests whose answer is being made.
    var inFlight: Int { values.withLock(\.inFlight) }

    func becomeReady() {
        values.withLock { if $0.phase == .starting { $0.phase = .ready } }
    }

    func stop() {
        values.withLock { $0.phase = .stopping }
    }

    func beginRequest() {
        values.withLock { $0.inFlight += 1 }
    }

    func endRequest() {
        values.withLock { $0.inFlight -= 1 }
    }

    /// The number of the page request that has just arrived, from 1.
    func nextPageRequest() -> Int {
        values.withLock {
            $0.pageRequests += 1
            return $0.pageRequests
        }
    }
}
