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
    /// Whether the person may leave the live view while the run goes on.
    var canDetach = false

    /// Starts a run and carries it out.
    ///
    /// - Returns: how the run ended, or that a signal ended it.
    /// - Throws: `Detachment` when the person left and the run is to go on.
    func carryOut(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, in workspace: URL
    ) async throws -> ExitStatus {
        let executor = try await session.newRun()
        let model = DashboardModel(run: executor.number, ledger: await session.recorder.ledger)
        return try await present(executor, model, session.feed.subscribe(), by: actor) {
            executor.start(pipeline, change, by: actor, workspace: workspace.path)
        }
    }

    /// Takes a run up where its executor left it, and carries it out. One that has ended is opened again by the order.
    ///
    /// - Parameter order: given as soon as the run goes on.
    func takeUp(
        _ run: RunState, by actor: Actor, order: (command: Command, reason: String?, anyway: Bool)? = nil
    ) async throws -> ExitStatus {
        let executor = session.executor(for: run)
        let model = DashboardModel(
            run: run, ledger: await session.recorder.ledger, through: session.journal.lastSequence)
        let records = session.feed.subscribe()
        if let order, order.command.reopens {
            try await executor.reopen(order.command, by: actor, reason: order.reason)
        }
        try await session.keeper.takeUpAll(by: actor, except: run.number)
        return try await present(executor, model, records, by: actor) {
            guard let order, !order.command.reopens else { return }
            try await executor.order(order.command, by: actor, reason: order.reason, anyway: order.anyway)
        }
    }

    private func present(
        _ executor: Executor, _ model: DashboardModel, _ records: AsyncStream<EventRecord>, by actor: Actor,
        beginning: @Sendable () async throws -> Void
    ) async throws -> ExitStatus {
        let approval = approvesGates(executor)
        defer { approval?.cancel() }
        return try await session.serving {
            async let result = session.keeper.carryOut(executor)
            try await beginning()
            let wasInterrupted =
                mode == .dashboard
                ? try await watch(records, model, executor, actor) : await printLines(records, executor, actor)
            let ending = ExitStatus(try await result)
            await tellOfOthers()
            return wasInterrupted ? .interrupted : ending
        }
    }

    /// Runs that were taken up beside this one, and have not ended with it.
    private func tellOfOthers() async {
        for number in await session.keeper.active {
            StandardStream.error.write("run \(number) has not ended; go on with it: slipway run --continue")
        }
    }

    /// Prints until the run has finished; a signal cancels the run. Tells whether one came.
    private func printLines(
        _ records: AsyncStream<EventRecord>, _ executor: Executor, _ actor: Actor
    ) async -> Bool {
        let interruption = Interruption(executor: executor, actor: actor)
        let watching = Task { await interruption.watch() }
        defer { watching.cancel() }
        let printer = mode.map(EventPrinter.init)
        for await record in records where record.run == executor.number {
            printer?.print(record)
            if case .runFinished = record.event { break }
        }
        return await interruption.happened
    }

    /// Shows the live view until the person leaves it. Tells whether a signal or a lost terminal ended it instead; the
    /// run is then cancelled, because it goes on only as long as this program does.
    private func watch(
        _ records: AsyncStream<EventRecord>, _ model: DashboardModel, _ executor: Executor, _ actor: Actor
    ) async throws -> Bool {
        let farewell = try await DashboardSession.run(
            records, model: model, actor: actor, canDetach: canDetach, themes: .installed
        ) {
            command, reason, anyway in
            do {
                try await executor.order(command, by: actor, reason: reason, anyway: anyway)
                return nil
            } catch {
                return error as? Refusal ?? Refusal("\(error)")
            }
        }
        if !farewell.standardError.isEmpty { StandardStream.error.write(farewell.standardError) }
        for item in farewell.model.news.suffix(3) { StandardStream.output.write(item.sentence.text) }
        if farewell.ending == .left { throw Detachment() }
        guard farewell.ending == .interrupted else { return false }
        _ = try? await executor.order(.cancel, by: actor, reason: "interrupted")
        return true
    }

    private func approvesGates(_ executor: Executor) -> Task<Void, Never>? {
        guard let approver else { return nil }
        let records = session.feed.subscribe()
        return Task {
            for await record in records {
                if case .approvalRequested = record.event { _ = try? await executor.order(.approve, by: approver) }
            }
        }
    }
}
