import Dashboard
import Delivery
import Executor
import Hosts
import Foundation
import Journal
import Server
import Wording

/// What somebody ordered of a run that nobody carried out.
struct OrderAtTakeUp: Sendable {
    let order: Order
    var reason: String?
    var anyway = false
    var seen: SeenChange?
    var environment: EnvironmentName?
}

/// How what was shown ended.
private struct EndOfView {
    /// Whether a signal or a lost terminal ended it.
    let wasInterrupted: Bool
    /// How the last run ended that a key has started.
    var later: ExitStatus?
}

/// Carries a run to its end while showing it: as the live view, as lines, or not at all.
struct RunPresenter: Sendable {
    let session: Session
    /// `nil` shows nothing.
    let mode: OutputMode?
    /// Approves every gate at once, where no person is asked.
    let approver: Actor?
    /// Whether the person may leave the live view while the run goes on.
    var canDetach = false
    /// The pipeline file, for releases that the keys of the live view start once the run has ended.
    var file = "slipway.yml"

    /// Starts a run and carries it out.
    ///
    /// - Returns: how the run ended, or that a signal ended it.
    /// - Throws: `Detachment` when the person left and the run is to go on; `JournalError` when it can't be recorded.
    func carryOut(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, in workspace: URL
    ) async throws -> ExitStatus {
        let executor = try await session.newRun()
        let model = DashboardModel(run: executor.number, ledger: await session.recorder.ledger)
        return try await present(executor, model, session.feed.subscription(), by: actor) {
            executor.start(pipeline, change, by: actor, workspace: workspace.path)
        }
    }

    /// Takes a run up where its executor left it, and carries it out. One that has ended is opened again by the order.
    ///
    /// - Parameter wanted: given as soon as the run goes on.
    func takeUp(
        _ run: RunState, by actor: Actor,
        order wanted: OrderAtTakeUp? = nil
    ) async throws -> ExitStatus {
        let executor = session.executor(for: run)
        let model = DashboardModel(
            run: run, ledger: await session.recorder.ledger, through: session.journal.lastSequence)
        let records = session.feed.subscription()
        if let wanted, wanted.order.reopens {
            try await executor.reopen(wanted.order, by: actor, reason: wanted.reason)
        }
        try await session.keeper.takeUpAll(by: actor, except: run.number)
        return try await present(executor, model, records, by: actor) {
            guard let wanted, !wanted.order.reopens else { return }
            try await executor.order(
                wanted.order, by: actor, reason: wanted.reason, anyway: wanted.anyway, seen: wanted.seen,
                in: wanted.environment)
        }
    }

    private func present(
        _ executor: Executor, _ model: DashboardModel, _ events: FeedSubscription, by actor: Actor,
        beginning: @Sendable () async throws -> Void
    ) async throws -> ExitStatus {
        let approval = answers(executor)
        defer { approval?.cancel() }
        let trouble = mode == .dashboard ? nil : tellTroubles()
        defer { trouble?.cancel() }
        let looking = Task { await lookAfterService() }
        defer { looking.cancel() }
        let requests = Interruption.shared.requests()
        let (viewing, endOfView) = AsyncStream<Never>.makeStream()
        if mode != .dashboard { endOfView.finish() }
        let interrupting = Task {
            for await _ in requests {
                // What is said of it would be lost under the view, which ends by it and answers it.
                for await _ in viewing {}
                await cancel(executor, by: actor)
            }
        }
        defer { interrupting.cancel() }
        return try await session.serving {
            async let result = carryOut(executor, showing: events)
            try await beginning()
            defer { endOfView.finish() }
            let end = try await showUntilTheEnd(events.records, model, executor, actor)
            endOfView.finish()
            do {
                let ending = ExitStatus(try await result)
                await tellOfOthers()
                return end.wasInterrupted ? .interrupted : end.later ?? ending
            } catch is CancellationError {
                throw unfinished(executor.number)
            }
        }
    }

    private func showUntilTheEnd(
        _ records: AsyncStream<EventRecord>, _ model: DashboardModel, _ executor: Executor, _ actor: Actor
    ) async throws -> EndOfView {
        if mode == .dashboard { return try await watch(records, model, executor, actor) }
        return EndOfView(wasInterrupted: await printLines(records, model))
    }

    /// Whoever has to approve sees whether what is in service answers, before anything is released. What can't be recorded
    /// ends the run too, which says so.
    private func lookAfterService() async {
        try? await ServiceKeeper(of: session).carryOn()
    }

    /// Nobody would wait for events that never come: what is shown ends with the work, however that ends.
    private func carryOut(_ executor: Executor, showing events: FeedSubscription) async throws -> RunResult {
        defer { events.finish() }
        return try await session.keeper.carryOut(executor)
    }

    /// Runs that were taken up beside this one, and have not ended with it.
    private func tellOfOthers() async {
        for number in await session.keeper.active {
            StandardStream.error.write("run \(number) has not ended; go on with it: slipway run --continue")
        }
    }

    /// Prints until the run has finished or can't be carried on. Tells whether a signal came.
    private func printLines(_ records: AsyncStream<EventRecord>, _ model: DashboardModel) async -> Bool {
        let printer = mode.map { EventPrinter(mode: $0, liveState: session.state) }
        var model = model
        for await record in records {
            model.take(record)
            guard record.run == model.run.number else { continue }
            printer?.print(record, of: model.run)
            if case .run(.finished) = record.event { break }
        }
        return Interruption.shared.happened
    }

    /// Shows the live view until the person leaves it. Tells whether a signal or a lost terminal ended it instead; the
    /// run is then cancelled, because it goes on only as long as this program does.
    private func watch(
        _ records: AsyncStream<EventRecord>, _ model: DashboardModel, _ executor: Executor, _ actor: Actor
    ) async throws -> EndOfView {
        let reader = session.journal.reader
        let releases = ScreenReleases(in: session.state, file: file, session: session)
        let asides = DashboardSession.Asides(troubles: troubles(), stops: Interruption.shared.requests())
        let farewell = try await DashboardSession.run(
            records, model: model, actor: actor, canDetach: canDetach, themes: .installed,
            source: RecordedSource(reader: reader, state: session.state),
            desk: StateRuns(state: session.state, reader: reader, releases: releases), asides: asides
        ) { await give($0, executor, releases, by: actor) }
        if !farewell.standardError.isEmpty { StandardStream.error.write(lines: farewell.standardError) }
        for item in farewell.model.news.suffix(3) { StandardStream.output.write(item.sentence.text) }
        if farewell.ending == .left { throw Detachment() }
        guard farewell.ending == .interrupted else {
            return EndOfView(wasInterrupted: false, later: try await releases.end(farewell.ending))
        }
        Interruption.shared.noteHangUp()
        await cancel(await releases.executor ?? executor, by: actor)
        _ = try await releases.end(farewell.ending)
        return EndOfView(wasInterrupted: true)
    }

    /// To the run that it was given for: this program may carry out several, and show any.
    private func give(
        _ wanted: DashboardOrder, _ executor: Executor, _ releases: ScreenReleases, by actor: Actor
    ) async -> Refusal? {
        do {
            if try await releases.give(wanted) { return nil }
            guard let run = wanted.seen.run, run != executor.number else {
                try await executor.order(
                    wanted.order, by: actor, reason: wanted.reason, anyway: wanted.anyway, seen: wanted.seen,
                    in: wanted.environment)
                return nil
            }
            _ = try await session.keeper.order(
                wanted.order, run: run, by: actor, reason: wanted.reason, id: nil, anyway: wanted.anyway,
                seen: wanted.seen, in: wanted.environment)
            return nil
        } catch {
            return error as? Refusal ?? Refusal("\(error)")
        }
    }

    /// Has the run cancelled, once for each request. One that can't record this is left as it is, for whoever takes it
    /// up; and what a hang-up would harm goes on, as nobody is there who could insist.
    private func cancel(_ executor: Executor, by actor: Actor) async {
        guard Interruption.shared.claim() else { return }
        do {
            let insists = Interruption.shared.insists
            try await executor.order(.cancel, by: actor, reason: "interrupted", anyway: insists)
        } catch is JournalError {
            await session.keeper.handOver()
        } catch let refusal as Refusal where !Interruption.shared.insists {
            Interruption.shared.refuse()
            StandardStream.error.write("\(refusal); Ctrl-C again insists, once more ends this program")
        } catch {
            // It has ended, or is being cancelled already.
        }
    }

    private func unfinished(_ run: RunNumber) -> CommandFailure {
        let reason = session.recorder.room.trouble.map { "\($0); " } ?? ""
        return CommandFailure(
            .interrupted,
            "interrupted: \(reason)run \(run) has not ended; go on with it: slipway run --continue")
    }

    /// What is said while there is no room to record anything, and when there is again.
    private func troubles() -> AsyncStream<String?> {
        let changes = session.recorder.room.changes()
        return AsyncStream { continuation in
            let telling = Task {
                for await change in changes { continuation.yield(change.map(\.whileItLasts)) }
                continuation.finish()
            }
            continuation.onTermination = { _ in telling.cancel() }
        }
    }

    private func tellTroubles() -> Task<Void, Never> {
        let troubles = troubles()
        return Task {
            for await trouble in troubles {
                StandardStream.error.write("slipway: \(trouble ?? "there is room again; the run goes on")")
            }
        }
    }

    private func answers(_ executor: Executor) -> Task<Void, Never>? {
        guard let approver else { return nil }
        let records = session.feed.subscribe()
        return Task {
            for await record in records {
                if case .stage(_, .approvalRequested) = record.event {
                    _ = try? await executor.order(.approve, by: approver)
                }
                if case .release(_, .halted(.policy, _)) = record.event { await goOn(executor, by: approver) }
            }
        }
    }

    /// As soon as one of both is taken: while stable doesn't answer, neither is, and where it stays away the end is
    /// insisted on, as nobody is there who would start it again.
    private func goOn(_ executor: Executor, by approver: Actor) async {
        let begun = ContinuousClock.now
        while !Task.isCancelled {
            for order in [Order.resume, .rollBack] where (try? await executor.order(order, by: approver)) != nil {
                return
            }
            if ContinuousClock.now - begun > Self.patience {
                _ = try? await executor.order(
                    .rollBack, by: approver, reason: "stable does not come back", anyway: true)
                return
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// How long stable is waited for where no person decides.
    private static let patience = Duration.seconds(20)
}

extension JournalError {
    /// What is said while nothing can be recorded for lack of room.
    var whileItLasts: String {
        "there is no room left to record events in \(path): nothing is decided until there is; shares given to a "
            + "candidate go back to stable by their lease. Free some space, and the run goes on"
    }
}
