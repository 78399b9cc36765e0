import Delivery
import Judge
import Values

extension HAProxyRouter {
    public func beginSampling(lost: Int) throws {
        _ = try requestLog().drain()
        accounts = RequestAccounts(lost: lost)
        sampledAt = .now
        ticks = 0
    }

    public func sample(candidate slot: Slot) async throws -> TrafficSample {
        // A router that is gone is somebody else's to start again.
        let counters = ticks.isMultiple(of: 10) ? try? await instance.counters() : nil
        ticks += 1
        let sample = try takeSample(of: slot, checking: counters)
        // What fails here is tried again with the next counters; until then nothing is held against the log.
        if let counters, accounts.areStale(for: counters) { try? await openAccounts() }
        return sample
    }

    /// Some of it needs a second look.
    public func lastSamples(candidate slot: Slot) async throws -> [TrafficSample] {
        [
            try takeSample(of: slot, checking: try await instance.counters()),
            try takeSample(of: slot, checking: try await instance.counters(), isLast: true),
        ]
    }

    /// Begins to hold the counters against the log, at a moment when nothing came between reading the two.
    private func openAccounts() async throws {
        for _ in 0..<5 {
            unreported.merge(try requestLog().drain())
            accounts.open(with: try await instance.counters())
            let late = try requestLog().drain()
            unreported.merge(late)
            // Under load some always come: they may be of requests that the counters don't hold yet.
            accounts.receive(late.lines, unreadable: late.malformed)
            if late.received == 0 { return }
        }
    }

    /// - Parameter counters: read before the log is, so that what they count should be in the log by now.
    private func takeSample(of slot: Slot, checking counters: RouterCounters?, isLast: Bool = false) throws
        -> TrafficSample
    {
        let arrived = try requestLog().drain()
        accounts.receive(arrived.lines, unreadable: arrived.malformed)
        var tally = unreported
        tally.merge(arrived)
        unreported = RequestTally()
        let unlogged = counters.map { accounts.unlogged(in: $0, isLast: isLast) } ?? [:]
        let now = ContinuousClock.now
        defer { sampledAt = now }
        return TrafficSample(
            tally, over: now - sampledAt, candidate: slot, unlogged: unlogged, accounts: accounts)
    }
}

extension RequestTally {
    /// How many requests of each slot it tells of.
    fileprivate var lines: [Slot: Int] {
        let total = total
        return Dictionary(
            uniqueKeysWithValues: Slot.allCases.map { ($0, total[$0].requests + total[$0].clientAborts) })
    }
}

extension TrafficSample {
    /// What a tally says about a release whose candidate is in `slot`.
    ///
    /// - Parameter unlogged: requests of each slot that ended without an answer and without a log line.
    init(
        _ tally: RequestTally, over duration: Duration, candidate slot: Slot, unlogged: [Slot: Int],
        accounts: RequestAccounts
    ) {
        var dispatches = tally.splits.sorted { $0.key < $1.key }.map { share, tally in
            Dispatch(share: share, stable: tally[slot.other].outcomes, candidate: tally[slot].outcomes)
        }
        if !unlogged.isEmpty {
            let failed = [slot, slot.other].map { Outcomes(requests: unlogged[$0] ?? 0, bad: unlogged[$0] ?? 0) }
            // Under which share they were sent is not known; the latest is the likeliest.
            if dispatches.isEmpty { dispatches.append(Dispatch(share: .none, stable: .none, candidate: .none)) }
            dispatches[dispatches.count - 1].candidate += failed[0]
            dispatches[dispatches.count - 1].stable += failed[1]
        }
        self.init(
            duration: duration, dispatches: dispatches,
            stableLatency: tally.total[slot.other].latency, candidateLatency: tally.total[slot].latency,
            firstFailure: tally.total[slot].firstBad.map(FailedRequest.init), lostLogs: accounts.lost,
            silentRequests: accounts.silent > 0 ? accounts.silent : nil,
            surplusLines: accounts.surplus > 0 ? accounts.surplus : nil)
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
