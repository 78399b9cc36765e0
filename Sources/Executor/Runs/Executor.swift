import Delivery
import Journal
import Values

/// The shell around the pure core, for one run: it takes inputs one after the other, has recorded what the core
/// decides, and sees to it that the effects which the state wants are under way. It has no rules of its own.
public actor Executor {
    public nonisolated let number: RunNumber
    let recorder: Recorder
    let world: World
    let effects: EffectRunner
    let inbox: Inbox
    /// Who has it go on with a run that was under way.
    private let actor: Actor
    var clock: RunClock
    var run: RunState
    /// Whether the run was opened again here: nobody carried it out before, so that there is nothing to look at anew.
    private var isReopened = false
    var alarm: Task<Void, Never>?
    /// What came in while there was no room to record it, in order.
    var unrecorded: [Input] = []
    /// Orders that wait for what stable answers, in order, and until when at most.
    var waiting: [(message: Message, until: ContinuousClock.Instant)] = []
    /// Whether nothing can be decided, for lack of room to record it.
    var waitsForRoom = false

    /// How often it is looked whether there is room again: nobody tells.
    static let roomPause = Duration.milliseconds(500)

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
            let result = try await takeMessages()
            await leave()
            return result
        } catch {
            await leave()
            // Not in this task: it is cancelled, and nothing in it would wait for an answer.
            await Task { [world, run] in await world.letGo(of: run) }.value
            throw error
        }
    }

    private func takeMessages() async throws -> RunResult {
        // Before any order, and before any effect: what the last executor left is looked at anew.
        // One that was opened again begins; what others did before it joined them, it did not hear of.
        try await take(Message(input: isReopened ? .tick : .takenUp(by: actor)))
        if let result = run.result { return result }
        for await message in inbox.messages {
            if mustWait(message) { putOff(message) } else { try await take(message) }
            try await takeWhatWasPutOff()
            if let result = run.result { return result }
            try Task.checkCancellation()
        }
        throw CancellationError()
    }

    private func leave() async {
        await recorder.leave(number)
        await effects.settle()
        await closeInbox()
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
    ///   - environment: which of its releases is meant, where several are under way.
    /// - Returns: the number of the last event that came of the order, now or when its id was carried out before.
    /// - Throws: `Refusal` when it can't be done now; `JournalError` when it can't be looked up.
    @discardableResult
    public nonisolated func order(
        _ order: Order, by actor: Actor, reason: String? = nil, id: OrderID? = nil, anyway: Bool = false,
        seen: SeenChange? = nil, in environment: EnvironmentName? = nil
    ) async throws -> Int64 {
        try await inbox.deliver(
            .order(order, by: actor, reason: reason, id: id, anyway: anyway, seen: seen, in: environment))
    }

    /// Opens a run again that has ended, before it is carried out.
    ///
    /// - Returns: as ``order(_:by:reason:id:)`` does.
    /// - Throws: `Refusal` when that can't be done; `JournalError` when it can't be recorded.
    @discardableResult
    public func reopen(
        _ order: Order, by actor: Actor, reason: String?, id: OrderID? = nil, seen: SeenChange? = nil
    ) async throws -> Int64 {
        let input = Input.order(order, by: actor, reason: reason, id: id, seen: seen)
        let records = try await record(input, at: clock.now)
        isReopened = true
        return records.last?.sequence ?? recorder.journal.lastSequence
    }

    func take(_ message: Message) async throws {
        do {
            try await noticeSetClock()
            try await noticeStandstill()
            if waitsForRoom { try await recordWhatWaits() }
            try await carryOut(message)
            waitsForRoom = false
        } catch let error as JournalError where error.kind == .diskFull && run.pipeline != nil {
            message.answer(.failure(error))
            await waitForRoom(keeping: message.input)
        } catch {
            message.answer(.failure(error))
            throw error
        }
    }

    private func carryOut(_ message: Message) async throws {
        // What was seen while nothing could be decided says nothing about what is to be proved again.
        if waitsForRoom, message.input.isSample { return try await carryOut(Message(input: .tick)) }
        let time = clock.now
        let wasTaken = message.orderID.map(run.hasTaken) ?? false
        let last: Int64?
        do {
            last = try await record(message.input, at: time).last?.sequence
        } catch let refusal as Refusal {
            return message.answer(.failure(refusal))
        }
        if let id = message.orderID, wasTaken { return await answerAgain(message, about: id) }
        message.answer(.success(last ?? recorder.journal.lastSequence))
        await effects.pursue(run.effects, in: run)
        setAlarm(after: time)
    }

    /// Intent before action: whatever starts an effect is on disk before the effect begins.
    func record(_ input: Input, at time: Timestamp) async throws -> [EventRecord] {
        let records = try await recorder.record(of: number, at: time) { [run] ledger in
            try run.decide(input, ledger: ledger, at: time)
        }
        for record in records { run.apply(record.event, at: record.time) }
        return records
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

    func wake(after pause: Duration) {
        alarm?.cancel()
        alarm = Task { [inbox] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { inbox.post(.tick) }
        }
    }
}
