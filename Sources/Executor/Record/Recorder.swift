import Delivery
import Journal

/// Takes down what is decided, for all runs alike: one decision after the other, so that each knows of every earlier
/// one, and the ledger is never out of date.
public actor Recorder {
    public nonisolated let journal: Journal
    public nonisolated let feed: EventFeed
    public private(set) var ledger: Ledger
    private var inboxes: [RunNumber: Inbox] = [:]
    private let turns = Turns()

    /// - Parameter ledger: the fold of the whole journal.
    public init(journal: Journal, feed: EventFeed, ledger: Ledger) {
        self.journal = journal
        self.feed = feed
        self.ledger = ledger
    }

    /// Carries out a person's standing order once it is recorded.
    ///
    /// - Parameter id: an order whose id was carried out before is not carried out again.
    /// - Returns: the number of the last event by then.
    /// - Throws: `Refusal` when it can't be done now; `JournalError` when it can't be recorded.
    @discardableResult
    public func order(
        _ order: StandingOrder, by actor: Actor, reason: String?, id: CommandID? = nil, at now: Timestamp
    ) async throws -> Int64 {
        let records = try await record(of: nil, at: now) { ledger in
            try ledger.decide(order, by: actor, reason: reason, id: id)
        }
        return records.last?.sequence ?? journal.lastSequence
    }

    /// Records what `deciding` makes of the ledger as it is then. It is on disk when this returns, but for samples.
    ///
    /// - Parameter run: `nil` for what is of no run.
    /// - Throws: what `deciding` throws; `JournalError`, and nothing is recorded then.
    @discardableResult
    public func record(
        of run: RunNumber?, at time: Timestamp, deciding: @Sendable (Ledger) throws -> [Event]
    ) async throws -> [EventRecord] {
        await turns.begin()
        defer { turns.end() }
        let events = try deciding(ledger)
        guard !events.isEmpty else { return [] }
        let records =
            events.allSatisfy(\.isSample)
            ? try await journal.appendLater(events, run: run, at: time)
            : try await journal.append(events, run: run, at: time)
        for record in records { ledger.apply(record.event, run: record.run, at: record.time) }
        feed.publish(records)
        if events.contains(where: \.concernsOtherRuns) { wakeRuns(except: run) }
        return records
    }

    /// From now on the run hears when others have gone on.
    func join(_ run: RunNumber, _ inbox: Inbox) { inboxes[run] = inbox }

    func leave(_ run: RunNumber) { inboxes[run] = nil }

    private func wakeRuns(except run: RunNumber?) {
        for (number, inbox) in inboxes where number != run { inbox.post(.tick) }
    }
}

extension Event {
    /// Samples may be lost in a crash; what was decided from them is recorded with them.
    fileprivate var isSample: Bool {
        if case .trafficSampled = self { return true }
        return false
    }
}
