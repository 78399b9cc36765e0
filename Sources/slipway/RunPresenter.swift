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
        let records = session.feed.subscribe()
        let approval = approvesGates(executor)
        defer { approval?.cancel() }
        async let result = executor.carryOut()
        executor.start(pipeline, change, by: actor, workspace: workspace.path)
        let wasInterrupted: Bool
        if mode == .dashboard {
            wasInterrupted = try await watch(
                records, DashboardModel(run: executor.number, ledger: ledger), executor, actor)
        } else {
            wasInterrupted = await printLines(records, executor, actor)
        }
        let ending = ExitStatus(try await result)
        return wasInterrupted ? .interrupted : ending
    }

    /// Prints until the run has finished; a signal cancels the run. Tells whether one came.
    private func printLines(
        _ records: AsyncStream<EventRecord>, _ executor: Executor, _ actor: Actor
    ) async -> Bool {
        let interruption = Interruption(executor: executor, actor: actor)
        let watching = Task { await interruption.watch() }
        defer { watching.cancel() }
        let printer = mode.map(EventPrinter.init)
        for await record in records {
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
        let farewell = try await DashboardSession.run(records, model: model, actor: actor, themes: Self.themes) {
            command, reason in
            do {
                try await executor.order(command, by: actor, reason: reason)
                return nil
            } catch {
                return error as? Refusal ?? Refusal("\(error)")
            }
        }
        if !farewell.standardError.isEmpty { StandardStream.error.write(farewell.standardError) }
        for item in farewell.model.news.suffix(3) { StandardStream.output.write(item.sentence.text) }
        guard farewell.ending == .interrupted else { return false }
        try? await executor.order(.cancel, by: actor, reason: "interrupted")
        return true
    }

    private func approvesGates(_ executor: Executor) -> Task<Void, Never>? {
        guard let approver else { return nil }
        let records = session.feed.subscribe()
        return Task {
            for await record in records {
                if case .approvalRequested = record.event { try? await executor.order(.approve, by: approver) }
            }
        }
    }

    /// The standard theme for this terminal first, then the others that are installed.
    private static var themes: [Theme] {
        let variables = ProcessInfo.processInfo.environment
        let program = Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""
        let library = ThemeLibrary(folders: ThemeLibrary.searchPath(environment: variables, executable: program))
        let standard = ThemeLibrary.standardName(environment: variables)
        let names = [standard] + library.names().filter { $0 != standard }
        return names.compactMap { try? library.theme(named: $0) }
    }
}
