import Dashboard
import Delivery
import Executor
import Foundation
import Journal

/// Carries a run to its end while showing it: as the live view, as lines, or not at all.
struct RunPresenter: Sendable {
    let session: Session
    /// `nil` shows nothing.
    let mode: OutputMode?
    /// Approves every gate at once, where no person is asked.
    let approver: Actor?

    /// - Returns: how the run ended, or that a signal ended it.
    func carryOut(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, in workspace: URL
    ) async throws -> ExitStatus {
        let executor = try await session.newRun()
        let ledger = try await session.journal.reader.ledger()
        let shown = session.feed.subscribe()
        let watched = session.feed.subscribe()
        let interruption = Interruption(executor: executor, actor: actor)
        let helpers = [
            Task { await approveGates(watched, executor) },
            Task { await interruption.watch() },
        ]
        defer { for helper in helpers { helper.cancel() } }
        async let result = executor.carryOut()
        executor.start(pipeline, change, by: actor, workspace: workspace.path)
        try await show(shown, DashboardModel(run: RunState(number: executor.number), ledger: ledger), executor, actor)
        let ending = try await result
        return await interruption.happened ? .interrupted : ExitStatus(ending)
    }

    private func show(
        _ records: AsyncStream<EventRecord>, _ model: DashboardModel, _ executor: Executor, _ actor: Actor
    ) async throws {
        guard mode == .dashboard else {
            let printer = mode.map(EventPrinter.init)
            for await record in records {
                printer?.print(record)
                if case .runFinished = record.event { return }
            }
            return
        }
        try await DashboardSession.run(records, model: model, actor: actor) { command, reason in
            do {
                try await executor.order(command, by: actor, reason: reason)
                return nil
            } catch {
                return error as? Refusal ?? Refusal("\(error)")
            }
        }
    }

    private func approveGates(_ records: AsyncStream<EventRecord>, _ executor: Executor) async {
        guard let approver else { return }
        for await record in records {
            if case .approvalRequested = record.event { try? await executor.order(.approve, by: approver) }
        }
    }
}
