import Dashboard
import Delivery
import Judge
import Values

/// A run as it would really go: inputs go through `decide`, and the dashboard's model folds what comes out.
public struct ReleaseStory: Sendable {
    public private(set) var model: DashboardModel
    public private(set) var now: Timestamp
    public private(set) var records: [EventRecord] = []
    private var ledger = Ledger()
    private var run: RunState
    private var sequence: Int64 = 0

    /// 2026-03-04 12:00:00 UTC.
    public static let start = Timestamp(milliseconds: 1_772_625_600_000)
    public static let production: EnvironmentName = "production"
    public static let ana = Actor(name: "ana", groups: ["release"])

    public init(number: Int = 128, ledger: Ledger = Ledger(), at time: Timestamp = ReleaseStory.start) {
        now = time
        self.ledger = ledger
        run = RunState(number: RunNumber(number))
        model = DashboardModel(run: RunNumber(number), ledger: ledger)
    }

    /// Time goes by, and then something comes in. What is refused changes nothing.
    public mutating func input(_ input: Input, after pause: Duration = .zero) {
        now = now + pause
        for event in (try? run.decide(input, ledger: ledger, at: now)) ?? [] { record(event) }
    }

    /// Time goes by.
    mutating func wait(_ pause: Duration) {
        now = now + pause
    }

    public var release: ReleaseState? { model.run.release }

    private mutating func record(_ event: Event) { record(event, of: run.number) }

    private mutating func record(_ event: Event, of number: RunNumber?) {
        sequence += 1
        let record = EventRecord(sequence: sequence, time: now, run: number, event: event)
        if number == run.number { run.apply(event, at: now) }
        ledger.apply(event, run: number, at: now)
        records.append(record)
        model.take(record)
    }

    /// Nobody carries the run out, as is seen now.
    mutating func abandon() {
        model.contact = .abandoned(since: now, remedy: "slipway run --continue")
    }

    /// The run is looked at long after it ended.
    mutating func becomePast() {
        model.past = now
        now = now + .seconds(86_400)
    }

    /// Something that is of no run happens.
    mutating func stand(_ event: Event) { record(event, of: nil) }

    /// Another run of the pipeline is at work in production.
    mutating func admit(_ other: RunNumber) {
        guard let pipeline = run.pipeline else { return }
        record(.run(.started(pipeline: pipeline, change: Self.change, by: Self.ana, workspace: "/srv/shop")), of: other)
        for stage in pipeline.stages.prefix(2) {
            record(.stage(stage.name, .finished(result: .succeeded)), of: other)
        }
        record(.stage("production", .started), of: other)
    }

    /// What one person sees of it.
    public func ui(_ actor: Actor = ReleaseStory.ana, themes: [Theme] = []) -> DashboardUI {
        DashboardUI(actor: actor, now: now, themes: themes)
    }
}

// MARK: - What was there before

extension ReleaseStory {
    public static let stableArtifact = artifact("1.41.0", "b0c5")
    public static let candidateArtifact = artifact("1.42.0", "4e1d")

    static func artifact(_ version: String, _ digits: String) -> Artifact {
        guard let digest = Digest(String(repeating: digits, count: 16)) else { preconditionFailure("not four digits") }
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 18_400_000))
    }

    /// 1.41.0 is in service.
    public static var ledgerWithStable: Ledger { ledgerWithStable(by: nil) }

    /// It was released by these rules.
    static func ledgerWithStable(by rules: DeliveryRules?) -> Ledger {
        var ledger = Ledger()
        let instances = (0..<2).map { index in
            PlacedInstance(
                id: InstanceID(run: RunNumber(127), host: .local, slot: .blue, index: index),
                endpoint: Endpoint(address: "127.0.0.1", port: 8081 + index))
        }
        ledger.apply(
            .release(
                production,
                .promoted(
                    deployment: Deployment(
                        artifact: stableArtifact, slot: .blue, run: RunNumber(127), instances: instances,
                        check: ServiceCheck(
                            path: "/", within: .seconds(1), listen: Endpoint(address: "127.0.0.1", port: 8080),
                            listener: .own), rules: rules))),
            run: RunNumber(127), at: Timestamp(milliseconds: 0))
        return ledger
    }
}
