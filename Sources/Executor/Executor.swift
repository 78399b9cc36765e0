import Delivery
import Journal

/// The shell around the pure core: it takes inputs one after the other, records what the core decides, and sees to it
/// that the effects which the state wants are under way. It has no rules of its own.
public actor Executor {
    public let number: RunNumber
    private let journal: Journal
    private let feed: EventFeed
    private let effects: EffectRunner
    private let inbox: Inbox
    private let now: @Sendable () -> Timestamp
    private var run: RunState
    private var ledger: Ledger
    private var alarm: Task<Void, Never>?

    /// - Parameters:
    ///   - run: the run as the journal tells it; a run that was under way is taken up where it stood.
    ///   - ledger: what the environments' users have, as the journal tells it.
    public init(
        run: RunState, ledger: Ledger, journal: Journal, feed: EventFeed, world: World,
        now: @escaping @Sendable () -> Timestamp
    ) {
        number = run.number
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
        // Deadlines that passed while nobody looked come first.
        inbox.post(.tick)
        await pursueEffects()
        for await letter in inbox.letters {
            try await take(letter)
            if let result = run.result {
                await effects.settle()
                inbox.close()
                return result
            }
            try Task.checkCancellation()
        }
        throw CancellationError()
    }

    /// Starts a run that has not begun.
    public nonisolated func start(_ pipeline: Pipeline, _ change: Change, by actor: Actor, workspace: String) {
        inbox.post(.start(pipeline: pipeline, change: change, by: actor, workspace: workspace))
    }

    /// Carries out a person's order, once it is recorded.
    ///
    /// - Throws: `Refusal` when it can't be done now.
    public nonisolated func order(_ command: Command, by actor: Actor, reason: String? = nil) async throws {
        try await inbox.deliver(.command(command, by: actor, reason: reason))
    }

    private func take(_ letter: Letter) async throws {
        let time = now()
        let events: [Event]
        do {
            events = try run.decide(letter.input, ledger: ledger, at: time)
        } catch {
            letter.answer(.failure(error))
            return
        }
        try await record(events, at: time)
        letter.answer(.success(()))
        await pursueEffects()
        setAlarm(after: time)
    }

    /// Intent before action: whatever starts an effect is on disk before the effect begins.
    private func record(_ events: [Event], at time: Timestamp) async throws {
        guard !events.isEmpty else { return }
        let records =
            events.allSatisfy(\.isSample)
            ? try await journal.appendLater(events, run: number, at: time)
            : try await journal.append(events, run: number, at: time)
        for record in records {
            run.apply(record.event, at: record.time)
            ledger.apply(record.event, run: record.run)
        }
        feed.publish(records)
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
