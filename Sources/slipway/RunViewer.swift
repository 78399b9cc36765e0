import Control
import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory
import Values
import Wording

/// Shows a run that somebody else carries out, that nobody does, or that has ended. It only looks.
struct RunViewer: Sendable {
    let run: RunNumber
    let state: StateDirectory
    let mode: OutputMode

    /// How long a run that is followed in lines may be without an executor until it counts as abandoned.
    private static let patience = Duration.seconds(10)

    /// Shows what an executor tells of the run, to its end; in the live view, keys become orders to it.
    func follow(_ client: ControlClient) async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else { return try await printOn(reader, patience: Self.patience) }
        return try await show(reader, ExecutorAbsence(of: run, in: state), as: client.greeting.you)
    }

    /// Shows a run that nobody carries out, as it stands; somebody may be just about to take it up.
    func lookAtAbandoned() async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else { return try await printOn(reader, patience: .seconds(2)) }
        return try await show(reader, ExecutorAbsence(of: run, in: state, isCertain: true), as: .current)
    }

    private func give(_ order: DashboardOrder) async -> Refusal? {
        do {
            let client = try await ControlClient.connect(to: state)
            _ = try await client.order(
                order.order, run: run, id: UUID().uuidString, reason: order.reason, anyway: order.anyway,
                seen: order.seen, environment: order.environment)
            return nil
        } catch {
            return Refusal("\(error)")
        }
    }

    private func printOn(_ reader: JournalReader, patience: Duration) async throws -> ExitStatus {
        var follower = EventFollower(run: run, in: state, reader: reader, patience: patience)
        do {
            let printer = EventPrinter(mode: mode, namesEnvironments: await namesEnvironments(reader))
            try await follower.follow { printer.print($0) }
        } catch is RunAbandoned {
            throw CommandFailure(.errored, abandoned)
        }
        return follower.result.map(ExitStatus.init) ?? .succeeded
    }

    private func namesEnvironments(_ reader: JournalReader) async -> Bool {
        (try? await reader.state(of: run))?.namesEnvironments ?? false
    }

    private var abandoned: String {
        "run \(run) has not ended, and nobody carries it out; go on with it: slipway run --continue "
            + "--state \(state.path)"
    }

    /// Leaving a run that goes on says nothing about how it ends.
    private func show(
        _ reader: JournalReader, _ absence: ExecutorAbsence, as actor: Actor
    ) async throws -> ExitStatus {
        let (contacts, contact) = AsyncStream.makeStream(of: RunContact.self)
        let records = AsyncStream.untilItFails { take in
            var follower = EventFollower(run: run, in: state, reader: reader)
            var absence = absence
            try await follower.follow(take) { contact.yield(absence.take(executorAnswers: $0)) }
        }
        var model = DashboardModel(run: run, ledger: try await reader.ledger())
        model.contact = absence.contact
        let farewell = try await DashboardSession.run(
            records, model: model, actor: actor, ownsRun: false, themes: .installed,
            source: RecordedSource(reader: reader, state: state), asides: DashboardSession.Asides(contacts: contacts),
            order: give)
        if farewell.model.isAbandoned { StandardStream.error.write("slipway: \(abandoned)") }
        guard farewell.model.isInContact else { return .errored }
        return farewell.model.run.result.map(ExitStatus.init) ?? .succeeded
    }

    /// Shows a run that has ended.
    func look(at past: RunState) async throws -> ExitStatus {
        let status = past.result.map(ExitStatus.init) ?? .succeeded
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else {
            let printer = EventPrinter(mode: mode, namesEnvironments: past.namesEnvironments)
            for try await record in reader.events(run: run) { printer.print(record) }
            return status
        }
        let (before, events) = try await reader.past(of: run)
        _ = try await DashboardSession.run(
            AsyncStream.of(events), model: DashboardModel(run: run, ledger: before), actor: .current, ownsRun: false,
            themes: .installed, past: past.finishedAt, source: RecordedSource(reader: reader, state: state)
        ) { _ in Refusal("run \(run) has ended") }
        return status
    }
}

extension JournalReader {
    /// What a run did, and how things were before: what has happened since is not part of it.
    fileprivate func past(of run: RunNumber) async throws -> (before: Ledger, events: [EventRecord]) {
        let own = try await events(run: run).all()
        guard let first = own.first?.sequence else { return (Ledger(), []) }
        var ledger = Ledger()
        for try await record in events() {
            if record.sequence >= first { break }
            ledger.apply(record.event, run: record.run, at: record.time)
        }
        return (ledger, own)
    }
}

extension AsyncStream<EventRecord> {
    fileprivate static func of(_ records: [EventRecord]) -> Self {
        AsyncStream { continuation in
            for record in records { continuation.yield(record) }
            continuation.finish()
        }
    }

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
