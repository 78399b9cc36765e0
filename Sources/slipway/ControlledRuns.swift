import Control
import Delivery
import Executor
import Journal

/// All runs of a server, as other processes can ask about them and give them orders.
struct ControlledRuns: ControlDelegate {
    let keeper: RunKeeper
    let recorder: Recorder

    func activeRuns() async -> [ActiveRun] {
        try? await flush()
        var runs: [ActiveRun] = []
        for number in await keeper.active {
            guard let run = try? await recorder.journal.reader.state(of: number), run.result == nil else { continue }
            runs.append(ActiveRun(run: number, pipeline: run.pipeline?.name, phase: run.phase))
        }
        return runs
    }

    func order(_ order: Order) async throws -> Int64 {
        try await keeper.order(
            order.command, run: order.run, by: order.actor, reason: order.reason, id: order.commandID)
    }
}

/// What there is to ask and order whatever is carried out.
extension ControlDelegate where Self: RecordKeeping {
    func order(_ request: StandingRequest) async throws -> Int64 {
        try await recorder.order(
            request.order, by: request.actor, reason: request.reason, id: CommandID("\(request.actor) \(request.id)"),
            at: .now)
    }

    func status() async throws -> ControlStatus {
        try await flush()
        let reader = recorder.journal.reader
        return ControlStatus(ledger: await recorder.ledger, runs: try await reader.latestRuns())
    }

    func flush() async throws { try await recorder.journal.flush() }
}

/// Something with a recorder.
protocol RecordKeeping {
    var recorder: Recorder { get }
}

extension ControlledRuns: RecordKeeping {}

extension Order {
    /// Two people may choose the same id.
    var commandID: CommandID { CommandID("\(actor) \(id)") }
}
