import Control
import Dashboard
import Delivery
import Foundation
import Journal

/// Shows a run that somebody else carries out, or that has ended.
struct RunViewer: Sendable {
    let run: RunNumber
    let state: StateDirectory
    let mode: OutputMode

    /// Shows what an executor tells of the run, to its end; in the live view, keys become orders to it.
    func follow(_ client: ControlClient) async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        let follower = RunFollower(run: run, state: state, reader: reader)
        guard mode == .dashboard else {
            return ExitStatus(try await follower.follow(client, EventPrinter(mode: mode).print))
        }
        let records = AsyncStream.untilItFails { take in _ = try await follower.follow(client, take) }
        let model = DashboardModel(run: run, ledger: try await reader.ledger())
        let farewell = try await DashboardSession.run(
            records, model: model, actor: client.greeting.you, ownsRun: false, themes: .installed
        ) { command, reason, anyway in
            do {
                _ = try await client.order(
                    command, run: run, id: UUID().uuidString, reason: reason, anyway: anyway)
                return nil
            } catch {
                return Refusal("\(error)")
            }
        }
        return farewell.model.run.result.map(ExitStatus.init) ?? .succeeded
    }

    /// Shows a run that has ended.
    func look(at result: RunResult) async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        let events = reader.events(run: run)
        guard mode == .dashboard else {
            let printer = EventPrinter(mode: mode)
            for try await record in events { printer.print(record) }
            return ExitStatus(result)
        }
        let records = AsyncStream.untilItFails { take in for try await record in events { take(record) } }
        let model = DashboardModel(run: run, ledger: try await reader.ledger())
        _ = try await DashboardSession.run(
            records, model: model, actor: .current, ownsRun: false, themes: .installed
        ) { _, _, _ in Refusal("run \(run) has finished") }
        return ExitStatus(result)
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
