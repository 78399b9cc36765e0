import Control
import Delivery
import Executor
import Foundation
import Journal

/// One run, as other processes can ask about it and give it orders.
struct ControlledRun: ControlDelegate, RecordKeeping {
    let executor: Executor
    let recorder: Recorder

    private var journal: Journal { recorder.journal }

    func activeRuns() async -> [ActiveRun] {
        try? await journal.flush()
        guard let run = try? await journal.reader.state(of: executor.number), run.result == nil else { return [] }
        return [ActiveRun(run: run.number, pipeline: run.pipeline?.name, phase: run.phase)]
    }

    func order(_ order: Order) async throws -> Int64 {
        if let run = order.run, run != executor.number { throw Refusal("run \(run) is not under way") }
        return try await executor.order(
            order.command, by: order.actor, reason: order.reason, id: order.commandID)
    }
}

extension JournalReader {
    /// The states of the last ten runs, oldest first.
    func latestRuns() async throws(JournalError) -> [RunState] {
        var states: [RunState] = []
        for span in try await runs().suffix(10) {
            if let state = try await state(of: span.run) { states.append(state) }
        }
        return states
    }

    /// The run that was begun and has not ended, if there is one: only one goes on at a time.
    func unfinishedRun() async throws(JournalError) -> RunState? {
        guard let number = try await unfinishedRuns().last else { return nil }
        return try await state(of: number)
    }
}
