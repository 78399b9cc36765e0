import Control
import Delivery
import Executor
import Journal
import Triggers

/// All runs that are carried out here, as other processes can ask about them and give them orders.
struct ControlledRuns: ControlDelegate {
    let keeper: RunKeeper
    let recorder: Recorder
    /// Starts runs when it is asked to; `nil` where runs are only carried out.
    var starter: RunStarter?
    /// What keeps commits from being run now.
    var troubles: @Sendable () -> [PipelineTrouble] = { [] }

    var pipelines: [String]? { starter?.names }

    func activeRuns() async -> [ActiveRun] {
        try? await flush()
        var runs: [ActiveRun] = []
        for number in await keeper.active {
            guard let run = try? await recorder.journal.reader.state(of: number), run.result == nil else { continue }
            runs.append(ActiveRun(run: number, pipeline: run.pipeline?.name, phase: run.phase))
        }
        return runs
    }

    func order(_ request: OrderRequest) async throws -> Int64 {
        try await keeper.order(
            request.order, run: request.run, by: request.actor, reason: request.reason, id: request.orderID,
            anyway: request.anyway, seen: request.seen, in: request.environment)
    }

    func order(_ request: StandingRequest) async throws -> Int64 {
        try await recorder.order(
            request.order, by: request.actor, reason: request.reason, id: request.orderID,
            knowing: starter?.places ?? ConfiguredPlaces(), at: .now)
    }

    func start(_ pipeline: String, by actor: Actor) async throws -> RunNumber {
        guard let starter else { throw Refusal("this executor starts no runs; slipway serve does") }
        return try await starter.start(pipeline, by: actor)
    }

    func release(_ order: VersionOrder, by actor: Actor) async throws -> RunNumber {
        guard let starter else { throw Refusal("this executor starts no runs; slipway serve does") }
        return try await starter.release(order, by: actor)
    }

    func status() async throws -> ControlStatus {
        try await flush()
        return ControlStatus(
            ledger: await recorder.ledger, runs: try await recorder.journal.reader.latestRuns(), troubles: troubles())
    }

    func flush() async throws { try await recorder.journal.flush() }
}
