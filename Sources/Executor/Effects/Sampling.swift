import Delivery
import Judge
import Telemetry
import Traffic

extension Site {
    /// Reports what users experienced, ten times a second, until cancelled.
    func sample(for release: ReleaseState, report: @Sendable (TrafficSample) -> Void) async throws {
        let log = try requestLog()
        var losses = LogLosses()
        var ticks = 0
        _ = log.drain()
        while true {
            try await Task.sleep(for: .milliseconds(100))
            let tally = log.drain()
            losses.received += tally.received - tally.notices
            if ticks % 10 == 0, let counters = try? await router.counters() { losses.compare(with: counters) }
            ticks += 1
            report(TrafficSample(tally, candidate: release.plan.slot, lost: losses.count))
        }
    }
}

extension TrafficSample {
    /// What a tally says about a release whose candidate is in `slot`.
    init(_ tally: RequestTally, candidate slot: Slot, lost: Int) {
        let splits = tally.splits.sorted { $0.key < $1.key }
        self.init(
            duration: .milliseconds(100),
            dispatches: splits.map { share, tally in
                Dispatch(share: share, stable: tally[slot.other].outcomes, candidate: tally[slot].outcomes)
            },
            stableLatency: tally.total[slot.other].latency, candidateLatency: tally.total[slot].latency,
            firstFailure: tally.total[slot].firstBad.map(FailedRequest.init), lostLogs: lost)
    }
}

extension SlotTally {
    fileprivate var outcomes: Outcomes { Outcomes(requests: requests, bad: errors) }
}

extension FailedRequest {
    fileprivate init(_ request: BadRequest) {
        let server = [request.slot?.rawValue, request.server].compactMap { $0 }.joined(separator: "/")
        self.init(
            time: request.time, request: "\(request.method) \(request.path)", status: request.status ?? 0,
            server: server.isEmpty ? "no server" : server, termination: request.termination.description)
    }
}

/// Requests that the router served but telemetry never heard of, since sampling began.
struct LogLosses {
    var received = 0
    private(set) var count = 0
    private var process: Int32?
    private var droppedBefore = 0

    /// HAProxy counts the lines it could not hand over; its counters begin again with each process.
    mutating func compare(with counters: RouterCounters) {
        if process == counters.processIdentifier {
            count += max(0, counters.droppedLogs - droppedBefore)
        }
        process = counters.processIdentifier
        droppedBefore = counters.droppedLogs
    }
}
