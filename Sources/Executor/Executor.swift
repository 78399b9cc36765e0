import Delivery
import Journal

/// The shell around the pure core: it takes inputs one after the other, records what the core decides, and sees to it
/// that the effects which the state wants are under way. It has no rules of its own.
public actor Executor {
    public nonisolated let number: RunNumber
    private let journal: Journal
    private let feed: EventFeed
    private let effects: EffectRunner
    private let inbox: Inbox
    /// Who has it go on with a run that was under way.
    private let actor: Actor
    private let now: @Sendable () -> Timestamp
    private var run: RunState
    private var ledger: Ledger
    private var alarm: Task<Void, Never>?

    /// - Parameters:
    ///   - run: the run as the journal tells it; a run that was under way is taken up where it stood.
    ///   - ledger: what the environments' users have, as the journal tells it.
    ///   - actor: who has it take up a run that was under way.
    public init(
        run: RunState, ledger: Ledger, journal: Journal, feed: EventFeed, world: World,
        takingUpFor actor: Actor = .policy, now: @escaping @Sendable () -> Timestamp
    ) {
        number = run.number
        self.actor = actor
        self.run = run
        self.ledger = ledger
        self.journal = journal
        self.feed = feed
        self.now = now
        inbox = Inbox()
        effects = EffectRunner(world: world, inbox: inbox)
    }

    /// Carries the run to its end, and gives how it ended.
    ///
    /// - Throws: `JournalError` when events can't be recorded any more: then nothing goes on, and the lease returns
    ///   traffic to stable.
    public func carryOut() async throws -> RunResult {
        defer { alarm?.cancel() }
        do {
            let result = try await takeLetters()
            await effects.settle()
            await closeInbox()
            return result
        } catch {
            await effects.settle()
            await closeInbox()
            throw error
        }
    }

    private func takeLetters() async throws -> RunResult {
        // Before any order, and before any effect: what the last executor left is looked at anew.
        try await take(Letter(input: .takenUp(by: actor)))
        if let result = run.result { return result }
        for await letter in inbox.letters {
            try await take(letter)
            if let result = run.result { return result }
            try Task.checkCancellation()
        }
        throw CancellationError()
    }

    /// Nobody is left to wait for an answer; not even when this task was cancelled, in which a stream ends at once.
    private func closeInbox() async {
        inbox.close()
        await Task { await answerTheRest() }.value
    }

    private func answerTheRest() async {
        for await letter in inbox.letters {
            if let id = letter.commandID, run.hasTaken(id) {
                await answerAgain(letter, about: id)
            } else {
                letter.answer(.failure(Refusal("run \(number) is no longer carried out here")))
            }
        }
    }

    /// Starts a run that has not begun.
    public nonisolated func start(_ pipeline: Pipeline, _ change: Change, by actor: Actor, workspace: String) {
        inbox.post(.start(pipeline: pipeline, change: change, by: actor, workspace: workspace))
    }

    /// Carries out a person's order, once it is recorded.
    ///
    /// - Parameter id: chosen by whoever orders; an order whose id was carried out before is not carried out again.
    /// - Returns: the number of the last event that came of the order, now or when its id was carried out before.
    /// - Throws: `Refusal` when it can't be done now; `JournalError` when it can't be looked up.
    @discardableResult
    public nonisolated func order(
        _ command: Command, by actor: Actor, reason: String? = nil, id: CommandID? = nil
    ) async throws -> Int64 {
        try await inbox.deliver(.command(command, by: actor, reason: reason, id: id))
    }

    private func take(_ letter: Letter) async throws {
        let time = now()
        let wasTaken = letter.commandID.map(run.hasTaken) ?? false
        let events: [Event]
        do {
            events = try run.decide(letter.input, ledger: ledger, at: time)
        } catch {
            letter.answer(.failure(error))
            return
        }
        let last: Int64?
        do {
            last = try await record(events, at: time)
        } catch {
            letter.answer(.failure(error))
            throw error
        }
        if let id = letter.commandID, wasTaken { return await answerAgain(letter, about: id) }
        letter.answer(.success(last ?? journal.lastSequence))
        await pursueEffects()
        setAlarm(after: time)
    }

    /// The same answer that the order got when it was carried out.
    private func answerAgain(_ letter: Letter, about id: CommandID) async {
        do {
            for try await record in journal.reader.events(run: number) {
                guard case .commandTaken(id, let events) = record.event else { continue }
                return letter.answer(.success(record.sequence + Int64(events)))
            }
            letter.answer(.success(journal.lastSequence))
        } catch {
            letter.answer(.failure(error))
        }
    }

    /// Intent before action: whatever starts an effect is on disk before the effect begins.
    ///
    /// - Returns: the number of the last event.
    private func record(_ events: [Event], at time: Timestamp) async throws -> Int64? {
        guard !events.isEmpty else { return nil }
        let records =
            events.allSatisfy(\.isSample)
            ? try await journal.appendLater(events, run: number, at: time)
            : try await journal.append(events, run: number, at: time)
        for record in records {
            run.apply(record.event, at: record.time)
            ledger.apply(record.event, run: record.run)
        }
        feed.publish(records)
        return records.last?.sequence
    }

    private func pursueEffects() async {
        await effects.pursue(run.effects, in: run)
    }

    /// Wakes the core when time alone will change something.
    ///
    /// - Parameter decided: when the core last looked; a deadline that has passed since is still to be noticed.
    private func setAlarm(after decided: Timestamp) {
        alarm?.cancel()
        guard let deadline = run.nextDeadline(after: decided) else { return }
        let pause = deadline - now()
        alarm = Task { [inbox] in
            try? await Task.sleep(for: max(pause, .milliseconds(1)))
            if !Task.isCancelled { inbox.post(.tick) }
        }
    }
}

extension Event {
    /// Samples may be lost in a crash; what was decided from them is recorded with them.
    fileprivate var isSample: Bool {
        if case .trafficSampled = self { return true }
        return false
    }
}
