import Delivery
import Journal

/// The shell around the pure core, for one run: it takes inputs one after the other, has recorded what the core
/// decides, and sees to it that the effects which the state wants are under way. It has no rules of its own.
public actor Executor {
    public nonisolated let number: RunNumber
    private let recorder: Recorder
    private let world: World
    private let effects: EffectRunner
    private let inbox: Inbox
    /// Who has it go on with a run that was under way.
    private let actor: Actor
    private var clock: RunClock
    private var run: RunState
    /// Whether the run was opened again here: nobody carried it out before, so that there is nothing to look at anew.
    private var isReopened = false
    private var alarm: Task<Void, Never>?
    /// What came in while there was no room to record it, in order.
    private var unrecorded: [Input] = []
    /// Orders that wait for what stable answers, in order, and until when at most.
    private var waiting: [(letter: Letter, until: ContinuousClock.Instant)] = []
    /// Whether nothing can be decided, for lack of room to record it.
    private var waitsForRoom = false

    /// How often it is looked whether there is room again: nobody tells.
    private static let roomPause = Duration.milliseconds(500)

    /// - Parameters:
    ///   - run: the run as the journal tells it; a run that was under way is taken up where it stood.
    ///   - actor: who has it take up a run that was under way.
    ///   - now: the wall clock.
    ///   - steady: the time since some fixed moment, by a clock that nobody sets; `nil` is this machine's.
    public init(
        run: RunState, recorder: Recorder, world: World, takingUpFor actor: Actor = .policy,
        now: @escaping @Sendable () -> Timestamp, steady: (@Sendable () -> Duration)? = nil
    ) {
        number = run.number
        self.actor = actor
        self.run = run
        self.recorder = recorder
        self.world = world
        clock = RunClock(wall: now, steady: steady ?? RunClock.sinceStart)
        inbox = Inbox()
        effects = EffectRunner(world: world, inbox: inbox)
    }

    /// Carries the run to its end, and gives how it ended. Cancelled, it hands the run over: commands and instances go
    /// on, and users are with stable at once; whoever takes the run up goes on from there.
    ///
    /// While there is no room to record anything, nothing is decided: what was begun goes on, a share is given back by
    /// its lease, and orders are refused. Once there is room the run goes on.
    ///
    /// - Throws: `JournalError` when events can't be recorded for another reason: then nothing goes on, and the lease
    ///   returns traffic to stable. `CancellationError` when it was cancelled.
    public func carryOut() async throws -> RunResult {
        await recorder.join(number, inbox)
        defer { alarm?.cancel() }
        do {
            let result = try await takeLetters()
            await leave()
            return result
        } catch {
            await leave()
            // Not in this task: it is cancelled, and nothing in it would wait for an answer.
            await Task { [world, run] in await world.letGo(of: run) }.value
            throw error
        }
    }

    private func takeLetters() async throws -> RunResult {
        // Before any order, and before any effect: what the last executor left is looked at anew.
        // One that was opened again begins; what others did before it joined them, it did not hear of.
        try await take(Letter(input: isReopened ? .tick : .takenUp(by: actor)))
        if let result = run.result { return result }
        for await letter in inbox.letters {
            if mustWait(letter) { putOff(letter) } else { try await take(letter) }
            try await takeWhatWasPutOff()
            if let result = run.result { return result }
            try Task.checkCancellation()
        }
        throw CancellationError()
    }

    /// Whoever orders need not order twice because nobody has asked stable yet.
    private func mustWait(_ letter: Letter) -> Bool {
        guard case .command(let command, let actor, _, _, anyway: false, _) = letter.input else { return false }
        return run.isBetterPutOff(command, by: actor)
    }

    private func putOff(_ letter: Letter) {
        waiting.append((letter, .now + RunState.patienceWithStable))
        Task { [inbox] in
            try? await Task.sleep(for: RunState.patienceWithStable)
            inbox.post(.tick)
        }
    }

    private func takeWhatWasPutOff() async throws {
        while let first = waiting.first, first.until <= .now || !mustWait(first.letter) {
            waiting.removeFirst()
            try await take(first.letter)
        }
    }

    private func leave() async {
        await recorder.leave(number)
        await effects.settle()
        await closeInbox()
    }

    /// Nobody is left to wait for an answer; not even when this task was cancelled, in which a stream ends at once.
    private func closeInbox() async {
        inbox.close()
        await Task { await answerTheRest() }.value
    }

    private func answerTheRest() async {
        for (letter, _) in waiting { await answerAtTheEnd(letter) }
        waiting = []
        for await letter in inbox.letters { await answerAtTheEnd(letter) }
    }

    private func answerAtTheEnd(_ letter: Letter) async {
        if let id = letter.commandID, run.hasTaken(id) {
            await answerAgain(letter, about: id)
        } else {
            letter.answer(.failure(Refusal("run \(number) is no longer carried out here")))
        }
    }

    /// Starts a run that has not begun.
    public nonisolated func start(_ pipeline: Pipeline, _ change: Change, by actor: Actor, workspace: String) {
        inbox.post(.start(pipeline: pipeline, change: change, by: actor, workspace: workspace))
    }

    /// Starts a run that has not begun, and returns once that is recorded.
    ///
    /// - Throws: `Refusal` when it has begun; `JournalError` when it can't be recorded.
    public nonisolated func begin(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, workspace: String
    ) async throws {
        _ = try await inbox.deliver(.start(pipeline: pipeline, change: change, by: actor, workspace: workspace))
    }

    /// Carries out a person's order, once it is recorded.
    ///
    /// - Parameters:
    ///   - id: chosen by whoever orders; an order whose id was carried out before is not carried out again.
    ///   - anyway: insists on what would take users to what doesn't answer.
    ///   - seen: what the person saw of the run; `nil` where they don't say.
    /// - Returns: the number of the last event that came of the order, now or when its id was carried out before.
    /// - Throws: `Refusal` when it can't be done now; `JournalError` when it can't be looked up.
    @discardableResult
    public nonisolated func order(
        _ command: Command, by actor: Actor, reason: String? = nil, id: CommandID? = nil, anyway: Bool = false,
        seen: SeenChange? = nil
    ) async throws -> Int64 {
        try await inbox.deliver(.command(command, by: actor, reason: reason, id: id, anyway: anyway, seen: seen))
    }

    /// Opens a run again that has ended, before it is carried out.
    ///
    /// - Returns: as ``order(_:by:reason:id:)`` does.
    /// - Throws: `Refusal` when that can't be done; `JournalError` when it can't be recorded.
    @discardableResult
    public func reopen(
        _ command: Command, by actor: Actor, reason: String?, id: CommandID? = nil, seen: SeenChange? = nil
    ) async throws -> Int64 {
        let input = Input.command(command, by: actor, reason: reason, id: id, seen: seen)
        let records = try await record(input, at: clock.now)
        isReopened = true
        return records.last?.sequence ?? recorder.journal.lastSequence
    }

    private func take(_ letter: Letter) async throws {
        do {
            try await noticeSetClock()
            try await noticeStandstill()
            if waitsForRoom { try await recordWhatWaits() }
            try await carryOut(letter)
            waitsForRoom = false
        } catch let error as JournalError where error.kind == .diskFull && run.pipeline != nil {
            letter.answer(.failure(error))
            await waitForRoom(keeping: letter.input)
        } catch {
            letter.answer(.failure(error))
            throw error
        }
    }

    private func waitForRoom(keeping input: Input) async {
        waitsForRoom = true
        if input.isReport { unrecorded.append(input) }
        // Nobody judges meanwhile: a share lasts no longer than its lease.
        await effects.letGoOfLeases()
        wake(after: Self.roomPause)
    }

    /// The share was not judged for a while: it is closed, and proved again, before anything else is decided. A run that
    /// is just being taken up has that done by taking it up.
    private func recordWhatWaits() async throws {
        if let release = run.activeRelease, release.hangsOnLease, !unrecorded.contains(where: \.takesUp) {
            let closing = try await record(.leftUnwatched(release.environment), at: clock.now)
            try await tellOfLostLease(of: release, after: closing)
        }
        while let input = unrecorded.first {
            do { _ = try await record(input, at: clock.now) } catch is Refusal {}
            unrecorded.removeFirst()
        }
    }

    /// Only the router knows whether a lease that nobody renewed has run out.
    private func tellOfLostLease(of release: ReleaseState, after closing: [EventRecord]) async throws {
        guard !closing.isEmpty, await world.hasLostLease(of: release) else { return }
        let loss = Input.leaseLost(release.environment)
        do { _ = try await record(loss, at: clock.now) } catch let error as JournalError {
            unrecorded.insert(loss, at: 0)
            throw error
        }
    }

    private func carryOut(_ letter: Letter) async throws {
        // What was seen while nothing could be decided says nothing about what is to be proved again.
        if waitsForRoom, letter.input.isSample { return try await carryOut(Letter(input: .tick)) }
        let time = clock.now
        let wasTaken = letter.commandID.map(run.hasTaken) ?? false
        let last: Int64?
        do {
            last = try await record(letter.input, at: time).last?.sequence
        } catch let refusal as Refusal {
            return letter.answer(.failure(refusal))
        }
        if let id = letter.commandID, wasTaken { return await answerAgain(letter, about: id) }
        letter.answer(.success(last ?? recorder.journal.lastSequence))
        await effects.pursue(run.effects, in: run)
        setAlarm(after: time)
    }

    /// Nothing is decided by a clock that was set before the core knows of it.
    private func noticeSetClock() async throws {
        guard let jump = clock.look() else { return }
        do {
            _ = try await record(.clockJumped(by: jump), at: clock.now)
        } catch let error as JournalError {
            unrecorded.append(.clockJumped(by: jump))
            throw error
        }
    }

    /// What was open on a lease may be closed, and nothing judged it: the core hears of it before anything else.
    private func noticeStandstill() async throws {
        guard clock.pause >= Lease.mayBeOver, let release = run.activeRelease else { return }
        let closing = try await record(.stoodStill(for: clock.pause), at: clock.now)
        try await tellOfLostLease(of: release, after: closing)
    }

    /// Intent before action: whatever starts an effect is on disk before the effect begins.
    private func record(_ input: Input, at time: Timestamp) async throws -> [EventRecord] {
        let records = try await recorder.record(of: number, at: time) { [run] ledger in
            try run.decide(input, ledger: ledger, at: time)
        }
        for record in records { run.apply(record.event, at: record.time) }
        return records
    }

    /// The same answer that the order got when it was carried out.
    private func answerAgain(_ letter: Letter, about id: CommandID) async {
        do {
            letter.answer(.success(try await recorder.journal.reader.answer(to: id, of: number)))
        } catch {
            letter.answer(.failure(error))
        }
    }

    /// Within this time is seen that the clock was set, while something is timed.
    private static let longestPause = Duration.seconds(1)

    /// Wakes the core when time alone will change something.
    ///
    /// - Parameter decided: when the core last looked; a deadline that has passed since is still to be noticed.
    private func setAlarm(after decided: Timestamp) {
        alarm?.cancel()
        guard let deadline = run.nextDeadline(after: decided) else { return }
        wake(after: max(min(deadline - clock.now, Self.longestPause), .milliseconds(1)))
    }

    private func wake(after pause: Duration) {
        alarm?.cancel()
        alarm = Task { [inbox] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { inbox.post(.tick) }
        }
    }
}

extension JournalReader {
    /// The number of the last event that came of an order; of the last event at all when it is not known any more.
    fileprivate func answer(to id: CommandID, of run: RunNumber) async throws -> Int64 {
        for try await record in events(run: run) {
            if case .commandTaken(id, let events) = record.event { return record.sequence + Int64(events) }
        }
        return try await lastSequence()
    }
}

extension Input {
    fileprivate var isSample: Bool {
        if case .sampled = self { return true }
        return false
    }

    fileprivate var takesUp: Bool {
        if case .takenUp = self { return true }
        return false
    }

    /// Whether it tells of something that happened once, and will not be told again.
    fileprivate var isReport: Bool {
        switch self {
        case .start, .command, .tick, .sampled, .probed, .stableAnswered, .draining: false
        case .routerSeen(_, .runs), .routerSeen(_, .gone): false
        case .routerSeen(_, .startedAgain), .routerConfirmed: true
        case .takenUp, .clockJumped, .stoodStill, .commandEnded, .artifactMade, .artifactMissing, .artifactFailed,
            .prepared,
            .stableAsked, .instanceStarted, .instanceReady, .instanceFailed, .instanceStopped, .routerClosed, .attached,
            .shifted, .leaseLost, .leftUnwatched, .routePromoted, .trafficReturned, .drained, .effectErrored:
            true
        }
    }
}
