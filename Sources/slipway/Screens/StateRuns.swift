import Control
import Dashboard
import Delivery
import Journal
import StateDirectory

/// The runs of a state directory, as a screen opens them, and the releases that it starts.
struct StateRuns: RunDesk {
    let state: StateDirectory
    let reader: JournalReader
    let releases: ScreenReleases

    func open(_ run: RunNumber) async throws -> OpenRun {
        guard let known = try await reader.state(of: run) else { throw Refusal("there is no run \(run)") }
        return known.result == nil
            ? try await follow(run, ExecutorAbsence(of: run, in: state)) : try await look(at: known)
    }

    /// As somebody carries it out, or nobody does.
    func follow(_ run: RunNumber, _ absence: ExecutorAbsence) async throws -> OpenRun {
        let (contacts, contact) = AsyncStream.makeStream(of: RunContact.self)
        let (state, reader) = (state, reader)
        let records = AsyncStream.untilItFails { take in
            var absence = absence
            while true {
                // What was told before is told again, and changes nothing.
                var follower = EventFollower(run: run, in: state, reader: reader)
                var last: Int64 = 0
                try await follower.follow {
                    last = $0.sequence
                    take($0)
                } presence: {
                    contact.yield(absence.take(executorAnswers: $0))
                }
                _ = try await reader.reopening(of: run, after: last)
            }
        }
        let (ledger, sequence) = try await reader.ledgerAndSequence()
        var model = DashboardModel(run: run, ledger: ledger, of: sequence)
        model.contact = absence.contact
        return OpenRun(model, records: records, contacts: contacts)
    }

    /// As it was at its end; who opens it again is told of.
    func look(at past: RunState) async throws -> OpenRun {
        let (before, events) = try await reader.past(of: past.number)
        var model = DashboardModel(run: past.number, ledger: before)
        for event in events { model.take(event) }
        model.past = past.finishedAt
        let (reader, run, last) = (reader, past.number, events.last?.sequence ?? 0)
        return OpenRun(
            model,
            records: .untilItFails { take in
                take(try await reader.reopening(of: run, after: last))
            })
    }

    /// By the server that works in the directory, or here.
    func release(_ order: VersionOrder) async throws -> OpenRun {
        guard !releases.hasSession, let client = try? await ControlClient.connect(to: state) else {
            return try await releases.begin(order)
        }
        guard client.greeting.pipelines != nil else {
            throw Refusal(client.greeting.occupation(of: state))
        }
        do {
            return try await open(try await client.release(order))
        } catch ControlError.refused(let refusal) {
            throw refusal
        }
    }
}

extension JournalReader {
    /// What a run did, and how things were before: what has happened since is not part of it.
    fileprivate func past(of run: RunNumber) async throws -> (before: Ledger, events: [EventRecord]) {
        let own = try await events(run: run).all()
        guard let first = own.first?.sequence else { return (Ledger(), []) }
        var ledger = Ledger()
        for try await record in eventsWithoutSamples() {
            if record.sequence >= first { break }
            ledger.apply(record.event, run: record.run, at: record.time)
        }
        return (ledger, own)
    }
}

extension Event {
    fileprivate var reopensRun: Bool {
        if case .run(.reopened) = self { true } else { false }
    }
}

extension JournalReader {
    /// The next event that opens a run again, once there is one: also where it has ended again already.
    fileprivate func reopening(of run: RunNumber, after sequence: Int64) async throws -> EventRecord {
        var seen = sequence
        while true {
            for try await record in events(run: run, after: seen) {
                if record.event.reopensRun { return record }
                seen = max(seen, record.sequence)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }
}

extension AsyncStream<EventRecord> {
    /// What `tell` gives, which just ends where it fails: the dashboard then says that contact is lost.
    fileprivate static func untilItFails(
        _ tell: @escaping @Sendable (_ take: (EventRecord) -> Void) async throws -> Void
    ) -> Self {
        AsyncStream { continuation in
            let telling = Task {
                try? await tell { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in telling.cancel() }
        }
    }
}
