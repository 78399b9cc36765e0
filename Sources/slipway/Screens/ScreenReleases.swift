import Dashboard
import Delivery
import Executor
import Foundation
import Journal
import StateDirectory
import Triggers

/// The releases that a screen's keys start, carried out by this program: in the session that is open already, or in one that
/// is opened for each where nobody works in the state directory.
actor ScreenReleases {
    private struct Work {
        let session: Session
        let executor: Executor
        let task: Task<RunResult, any Error>
        /// Of a session of its own.
        let looking: Task<Void, Never>?
    }

    private let state: StateDirectory
    /// The pipeline file.
    private let file: String
    private let session: Session?
    private var work: Work?
    private var isUnderWay = false

    /// - Parameter session: the one that is open already.
    init(in state: StateDirectory, file: String, session: Session? = nil) {
        self.state = state
        self.file = file
        self.session = session
    }

    /// The one that was begun last; `nil` before the first.
    var executor: Executor? { work?.executor }

    /// Whether they are this program's own whatever else works in the directory.
    nonisolated var hasSession: Bool { session != nil }

    /// - Throws: `Refusal`, `CommandFailure`, `StateLockError` where it can't be released here and now.
    func begin(_ order: VersionOrder) async throws -> OpenRun {
        guard !isUnderWay else { throw Refusal("this program carries out a run that has not ended") }
        isUnderWay = true
        do {
            guard let session else { return try await beginInNewSession(order) }
            return try await begin(order, in: session)
        } catch {
            isUnderWay = false
            throw error
        }
    }

    private func beginInNewSession(_ order: VersionOrder) async throws -> OpenRun {
        let opened = try await Session.open(state.path)
        do {
            return try await begin(order, in: opened)
        } catch {
            await opened.close()
            throw error
        }
    }

    private func begin(_ order: VersionOrder, in session: Session) async throws -> OpenRun {
        let prepared = try await PreparedVersion(order, file: file, in: session)
        let executor = try await session.newRun()
        let model = DashboardModel(run: executor.number, ledger: await session.recorder.ledger)
        let events = session.feed.subscription()
        let task =
            hasSession
            ? Task { try await Self.carryOut(executor, events, in: session) }
            : Task { try await session.serving { try await Self.carryOut(executor, events, in: session) } }
        let looking = hasSession ? nil : Task { await Self.lookAfterService(of: session) }
        work = Work(session: session, executor: executor, task: task, looking: looking)
        executor.start(
            prepared.pipeline, prepared.change, by: .current, workspace: prepared.workspace.path)
        Task {
            _ = await task.result
            await settle()
        }
        return OpenRun(model, records: events.records, isOwn: true)
    }

    /// Nobody waits for events that never come.
    private static func carryOut(
        _ executor: Executor, _ events: FeedSubscription, in session: Session
    ) async throws -> RunResult {
        defer { events.finish() }
        return try await session.keeper.carryOut(executor)
    }

    private static func lookAfterService(of session: Session) async {
        try? await ServiceKeeper(of: session).carryOn()
    }

    /// The directory is free again as soon as the run has ended, however long the screen stays open.
    private func settle() async {
        guard isUnderWay, let work else { return }
        isUnderWay = false
        work.looking?.cancel()
        if !hasSession { await work.session.close() }
    }

    /// Gives an order to the run; `false` where another is meant.
    func give(_ wanted: DashboardOrder) async throws -> Bool {
        guard let work, wanted.seen.run == work.executor.number else { return false }
        _ = try await work.executor.order(
            wanted.order, by: .current, reason: wanted.reason, anyway: wanted.anyway, seen: wanted.seen,
            in: wanted.environment)
        return true
    }

    /// The screen has gone.
    ///
    /// - Returns: how the last run ended that was carried out here; `nil` where none was.
    /// - Throws: `Detachment` where it is to go on in the background.
    func end(_ ending: DashboardSession.Ending) async throws -> ExitStatus? {
        guard let work else { return nil }
        if ending == .left, isUnderWay {
            // Whoever opened the session closes it.
            await settle()
            throw Detachment()
        }
        if ending == .interrupted, isUnderWay, !hasSession {
            do {
                _ = try await work.executor.order(.cancel, by: .current, reason: "interrupted")
            } catch is JournalError {
                await settle()
            } catch {
                // What it would harm goes on to its end, as nobody is there who could insist.
            }
        }
        do {
            let result = try await work.task.value
            await settle()
            return ending == .interrupted ? .interrupted : ExitStatus(result)
        } catch is CancellationError {
            throw CommandFailure(
                .interrupted,
                "interrupted: run \(work.executor.number) has not ended; go on with it: slipway run --continue")
        }
    }
}
