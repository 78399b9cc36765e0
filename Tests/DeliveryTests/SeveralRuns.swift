import Delivery
import Judge
import Values

/// Several runs of one pipeline over one ledger, as they are carried out side by side.
struct SeveralRuns {
    static let ana = Actor(name: "ana", groups: ["release"])
    static let production: EnvironmentName = "production"

    var ledger = Ledger()
    private(set) var runs: [Int: RunState] = [:]
    private var now = Timestamp(milliseconds: 0)
    private let pipeline: Pipeline

    init(_ queue: QueuePolicy, gate: ApprovalRule? = nil, of base: Pipeline? = nil) {
        var pipeline = base ?? Bench.pipeline(gate: gate)
        pipeline.queue = queue
        self.pipeline = pipeline
    }

    /// Starts a run, and lets the others know.
    ///
    /// - Parameter stored: what it releases, where that was built before.
    mutating func start(
        _ number: Int, releasing stored: StoredVersion? = nil,
        by order: VersionOrder = VersionOrder(.previous, to: Self.production, isAtOnce: true)
    ) throws {
        runs[number] = RunState(number: RunNumber(number))
        try take(
            .start(
                pipeline: stored.map { try pipeline.releasing($0, by: order) } ?? pipeline,
                change: Change(title: "change \(number)"), by: Self.ana,
                workspace: "/w"),
            run: number)
    }

    /// An input for one run; what follows from it for the others happens as well.
    mutating func take(_ input: Input, run number: Int) throws {
        try decide(input, run: number)
        var before: Ledger
        repeat {
            before = ledger
            for other in runs.keys.sorted() { try decide(.tick, run: other) }
        } while ledger != before
    }

    mutating func order(_ command: Order, run: Int, reason: String? = nil) throws {
        try take(.order(command, by: Self.ana, reason: reason), run: run)
    }

    mutating func order(_ order: StandingOrder, reason: String? = "because") throws {
        for event in try ledger.decide(order, by: Self.ana, reason: reason) { ledger.apply(event, run: nil, at: now) }
        for number in runs.keys.sorted() { try decide(.tick, run: number) }
    }

    /// Builds what a run builds, successfully: it comes to its next stage.
    mutating func build(_ number: Int, _ artifact: Artifact = .new) throws {
        try take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))), run: number)
        try take(.step(StepID(stage: "build", index: 1), .artifactMade(artifact)), run: number)
    }

    /// Starts a run of a version that an order means, as things stand; its archive is there.
    mutating func start(_ number: Int, _ order: VersionOrder) throws {
        let stored = Set(
            ledger.environments.values.flatMap { $0.versions.map(\.artifact) + $0.ready.map(\.artifact) }.map(\.digest))
        try start(number, releasing: ledger.version(for: order, stored: stored), by: order)
        for input in (runs[number]?.effects ?? []).compactMap(\.success) { try take(input, run: number) }
    }

    /// Has the command of a run's production stage succeed.
    mutating func migrate(_ number: Int) throws {
        try take(.step(StepID(stage: "production", index: 0), .ended(.exited(code: 0))), run: number)
    }

    /// Has every effect of a run's release succeed, until the run has ended; its first one may fail.
    mutating func release(_ number: Int, failing: Bool = false) throws {
        if failing { try take(.release(Self.production, .errored(.prepare, .noRoute)), run: number) }
        for _ in 0..<50 where runs[number]?.result == nil {
            for input in (runs[number]?.effects ?? []).compactMap(\.success) { try take(input, run: number) }
            try take(.release(Self.production, .sampled(.calm)), run: number)
        }
    }

    func phase(_ number: Int) -> Phase? { runs[number]?.phase }
    func result(_ number: Int) -> RunResult? { runs[number]?.result }
    func cause(_ number: Int) -> HoldCause? { runs[number]?.holds.first?.cause }

    private mutating func decide(_ input: Input, run number: Int) throws {
        guard var state = runs[number] else { return }
        now = now + .milliseconds(500)
        for event in try state.decide(input, ledger: ledger, at: now) {
            state.apply(event, at: now)
            ledger.apply(event, run: RunNumber(number), at: now)
        }
        runs[number] = state
    }
}

extension TrafficSample {
    /// Everybody is served well, at whatever share.
    fileprivate static let calm = TrafficSample(
        duration: .milliseconds(500),
        dispatches: [
            Dispatch(
                share: .five, stable: Outcomes(requests: 9_000, bad: 0), candidate: Outcomes(requests: 1_000, bad: 0))
        ])
}

extension Effect {
    /// What is reported when the effect succeeds; `nil` for those that only go on.
    var success: Input? {
        switch self {
        case .step(let step, .takeStored(let artifact)): .step(step, .artifactMade(artifact))
        case .release(let name, .askStable(let instances)):
            .release(name, .stableAsked(Dictionary(instances.map { ($0.id, .good) }, uniquingKeysWith: { $1 })))
        case .release(let name, .prepare): .release(name, .prepared())
        case .release(let name, .startInstance(let id)): .release(name, .instance(id, .started(.candidate)))
        case .release(let name, .awaitReady(let id, _)): .release(name, .instance(id, .ready()))
        case .release(let name, .attachCandidate): .release(name, .attached)
        case .release(let name, .shiftTraffic(let share)): .release(name, .shifted(to: share))
        case .release(let name, .returnTraffic(let slot)): .release(name, .trafficReturned(to: slot))
        case .release(let name, .promoteRoute(let slot)): .release(name, .routePromoted(slot))
        case .release(let name, .drain(let slot)): .release(name, .drained(slot, cut: 0))
        case .release(let name, .stopInstance(let id, _)): .release(name, .instance(id, .stopped))
        case .release(let name, .putInPlace(let id)): .release(name, .instance(id, .placed))
        case .release(let name, .drainInstance(let id, _, _)): .release(name, .instance(id, .drained(cut: 0)))
        case .release(let name, .routeRequests(let list)): .release(name, .requestsRouted(to: list.map(\.id)))
        case .release(let name, .closeRouter): .release(name, .routerClosed)
        case .release(let name, .confirmRouter): .release(name, .routerConfirmed(.runs))
        case .step(let step, .check): .step(step, .checked(.good(took: .milliseconds(20))))
        case .step(_, .runCommand), .step(_, .stopCommand), .step(_, .makeArtifact), .step(_, .takeSource),
            .release(_, .watchInstance),
            .release(_, .watchStable), .release(_, .holdLease), .release(_, .sampleTraffic),
            .release(_, .keepRouter):
            nil
        }
    }
}
