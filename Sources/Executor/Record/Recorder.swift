import Delivery
import Journal
import Values

/// Takes down what is decided, for all runs alike: one decision after the other, so that each knows of every earlier
/// one, and the ledger is never out of date.
public actor Recorder {
    public nonisolated let journal: Journal
    public nonisolated let feed: EventFeed
    /// Tells when there is no room to record anything, and when there is again.
    public nonisolated let room = RoomWatch()
    public private(set) var ledger: Ledger
    private var inboxes: [RunNumber: Inbox] = [:]
    private let turns = Turns()
    /// Which file the journal is; SQLite itself goes on with one that was removed, and nobody would find it again.
    private let place: FilePlace?

    /// - Parameter ledger: the fold of the whole journal.
    public init(journal: Journal, feed: EventFeed, ledger: Ledger) {
        self.journal = journal
        self.feed = feed
        feed.read(from: journal)
        self.ledger = ledger
        place = FilePlace(journal.reader.path)
    }

    /// Carries out a person's standing order once it is recorded.
    ///
    /// - Parameters:
    ///   - id: an order whose id was carried out before is not carried out again.
    ///   - configured: what pipelines have that may not have had a run yet.
    /// - Returns: the number of the last event by then.
    /// - Throws: `Refusal` when it can't be done now; `JournalError` when it can't be recorded.
    @discardableResult
    public func order(
        _ order: StandingOrder, by actor: Actor, reason: String?, id: OrderID? = nil,
        knowing configured: ConfiguredPlaces = ConfiguredPlaces(), at now: Timestamp
    ) async throws -> Int64 {
        let records = try await record(of: nil, at: now) { ledger in
            try ledger.decide(order, by: actor, reason: reason, id: id, knowing: configured)
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
        let records = try await append(events, run: run, at: time)
        for record in records { ledger.apply(record.event, run: record.run, at: record.time) }
        feed.publish(records)
        if events.contains(where: \.concernsOtherRuns) { wakeRuns(except: run) }
        return records
    }

    private func append(_ events: [Event], run: RunNumber?, at time: Timestamp) async throws -> [EventRecord] {
        let isDurable = !events.allSatisfy(\.mayBeLost)
        do throws(JournalError) {
            if isDurable { try verifyPlace() }
            let records =
                isDurable
                ? try await journal.append(events, run: run, at: time)
                : try await journal.appendLater(events, run: run, at: time)
            if isDurable { room.report(nil) }
            return records
        } catch {
            if error.kind == .diskFull { room.report(error) }
            throw error
        }
    }

    private func verifyPlace() throws(JournalError) {
        let path = journal.reader.path
        guard FilePlace(path) == place else {
            throw JournalError(.conflict, path: path, detail: "the file was removed or replaced")
        }
    }

    /// From now on the run hears when others have gone on.
    func join(_ run: RunNumber, _ inbox: Inbox) { inboxes[run] = inbox }

    func leave(_ run: RunNumber) { inboxes[run] = nil }

    private func wakeRuns(except run: RunNumber?) {
        for (number, inbox) in inboxes where number != run { inbox.post(.tick) }
    }
}
