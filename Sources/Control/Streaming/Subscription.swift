import Delivery
import Foundation
import Journal

/// Tells one subscriber every event once, in order: live ones from its buffer, missed and older ones from the journal.
struct Subscription: Sendable {
    let number: Int
    let wanted: SubscribeParameters
    let live: LiveEvents
    let journal: JournalReader
    let flush: @Sendable () async throws -> Void
    let outbox: Outbox
    let turn: ReadingTurn
    /// The number of the last event that was told or passed over.
    private var cursor: Int64
    /// Whether the run had ended by then; it may be opened again.
    private var runEnded = false

    /// How many bytes of events are put together before they are sent.
    private static let chunk = 64 * 1024

    init(
        number: Int, wanted: SubscribeParameters, live: LiveEvents, journal: JournalReader,
        flush: @escaping @Sendable () async throws -> Void, outbox: Outbox, turn: ReadingTurn
    ) {
        self.number = number
        self.wanted = wanted
        self.live = live
        self.journal = journal
        self.flush = flush
        self.outbox = outbox
        self.turn = turn
        cursor = wanted.after
    }

    /// Tells until there is nothing more to tell, says why, and ends. Cancelled, it ends without a word.
    mutating func carryOut() async {
        let place = live.attach()
        defer { live.detach(place.number) }
        let end: EndNotification
        do {
            end = EndNotification(subscription: number, reason: try await tellAll(from: place.buffer))
        } catch {
            guard !Task.isCancelled, !(error is CancellationError) else { return }
            end = EndNotification(subscription: number, reason: .errored, message: "\(error)")
        }
        guard let line = try? ControlJSON.line(OutgoingNotification(method: EndNotification.method, params: end))
        else { return }
        _ = await outbox.send(line)
    }

    private mutating func tellAll(from buffer: LiveBuffer) async throws -> EndNotification.Reason {
        // Everything that came before the buffer was attached has a number up to this one, or is on disk.
        try await catchUp(to: live.highest)
        if runEnded { return .runFinished }
        guard wanted.follow else { return .complete }
        if try await runHasFinished() { return .runFinished }
        for await _ in buffer.rings {
            let (events, isLast) = buffer.take()
            try await tell(events)
            if runEnded { return .runFinished }
            if isLast { return .stopped }
        }
        throw CancellationError()
    }

    private mutating func tell(_ events: [OutgoingEvent]) async throws {
        var batch = Data()
        for event in events where event.record.sequence > cursor {
            if event.record.sequence > cursor + 1 {
                try await send(&batch)
                try await catchUp(to: event.record.sequence - 1)
            }
            if event.record.sequence > cursor { try add(event, to: &batch) }
            if batch.count >= Self.chunk { try await send(&batch) }
        }
        try await send(&batch)
    }

    /// Tells from the journal, at least up to `target`.
    private mutating func catchUp(to target: Int64) async throws {
        var last = try await journal.lastSequence()
        if last < target {
            try await flush()
            last = try await journal.lastSequence()
        }
        guard last >= target else { throw MissingEvents(last: last, target: target, path: journal.path) }
        guard last > cursor else { return }
        let missed = wanted.run.map { journal.events(run: $0, after: cursor) } ?? journal.events(after: cursor)
        var records = missed.makeAsyncIterator()
        var isMore = true
        while isMore {
            var batch = Data()
            isMore = try await read(&records, upTo: last, into: &batch)
            try await send(&batch)
        }
        cursor = max(cursor, last)
    }

    /// Reads on until there is enough to send; whether there is more. Nobody has a place while it is sent.
    private mutating func read<Records: AsyncIteratorProtocol>(
        _ records: inout Records, upTo last: Int64, into batch: inout Data
    ) async throws -> Bool where Records.Element == EventRecord {
        await turn.enter()
        defer { turn.leave() }
        while batch.count < Self.chunk {
            try Task.checkCancellation()
            guard let record = try await records.next(), record.sequence <= last else { return false }
            try add(OutgoingEvent(record), to: &batch)
        }
        return true
    }

    private mutating func add(_ event: OutgoingEvent, to batch: inout Data) throws {
        cursor = event.record.sequence
        guard wanted.run == nil || wanted.run == event.record.run else { return }
        EventNotification.append(try event.json(), of: number, to: &batch)
        note(event.record.event)
    }

    private mutating func note(_ event: Event) {
        guard case .run(let event) = event else { return }
        switch event {
        case .finished: runEnded = wanted.run != nil
        case .reopened: runEnded = false
        case .started, .sourceTaken, .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp,
            .clockJumped:
            break
        }
    }

    private func send(_ batch: inout Data) async throws {
        guard !batch.isEmpty else { return }
        try Task.checkCancellation()
        guard await outbox.send(batch) else { throw CancellationError() }
        batch = Data()
    }

    /// Whether the run had ended already where the subscriber began.
    private func runHasFinished() async throws -> Bool {
        guard let run = wanted.run, let last = try await journal.latestEvents(run: run, limit: 1).last,
            last.sequence <= cursor, case .run(.finished) = last.event
        else { return false }
        return true
    }
}

/// Events that were published but are not in the journal, even now that it was flushed.
private struct MissingEvents: Error, CustomStringConvertible {
    let last: Int64
    let target: Int64
    let path: String

    var description: String {
        "event \(target) is not in \(path), which ends with \(last); is there another executor, or another file?"
    }
}
