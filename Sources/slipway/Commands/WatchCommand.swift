import ArgumentParser
import Control
import Dashboard
import Delivery
import Foundation
import Journal

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch a run live from another terminal, with the same keys; or look at one that has ended.",
        discussion: "A run whose executor died is taken up here.")

    @Argument(help: "The run's number; without it, the latest.")
    var run: Int?

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Option(help: "Where state is kept.")
    var state = ".slipway"

    private var mode: OutputMode { output ?? .suitable }

    func run() async throws {
        try await reporting {
            let reader = try await JournalReader.open(in: StateDirectory(path: state))
            guard let latest = try await reader.runs().last?.run else {
                throw CommandFailure(.usage, "no run was ever started in \(state)")
            }
            let number = run.map { RunNumber($0) } ?? latest
            do {
                let client = try await ControlClient.connect(to: StateDirectory(path: state))
                throw try await follow(number, client, reader).code
            } catch ControlError.noExecutor {
                do {
                    throw try await lookAtOrTakeUp(number, reader).code
                } catch let detachment as Detachment {
                    try await detachment.goOn(in: state)
                }
            }
        }
    }

    private func follow(
        _ number: RunNumber, _ client: ControlClient, _ reader: JournalReader
    ) async throws -> ExitStatus {
        let events = try await client.events(run: number)
        guard mode == .dashboard else { return try await printAll(events) }
        let model = DashboardModel(run: number, ledger: try await reader.ledger())
        let farewell = try await DashboardSession.run(
            events.untilItFails, model: model, actor: client.greeting.you, ownsRun: false, themes: .installed
        ) { command, reason in
            do {
                _ = try await client.order(command, run: number, id: UUID().uuidString, reason: reason)
                return nil
            } catch {
                return Refusal("\(error)")
            }
        }
        return farewell.model.run.result.map(ExitStatus.init) ?? .succeeded
    }

    private func lookAtOrTakeUp(_ number: RunNumber, _ reader: JournalReader) async throws -> ExitStatus {
        guard let finished = try await reader.state(of: number) else {
            throw CommandFailure(.usage, "there is no run \(number) in \(state)")
        }
        guard let result = finished.result else {
            return try await withUnfinishedRun(in: state) { session, run in
                try await RunPresenter(session: session, mode: mode, approver: nil, canDetach: true)
                    .takeUp(run, by: .current)
            }
        }
        let records = reader.events(run: number)
        guard mode == .dashboard else { return try await printAll(records) }
        let model = DashboardModel(run: number, ledger: try await reader.ledger())
        _ = try await DashboardSession.run(
            records.untilItFails, model: model, actor: .current, ownsRun: false, themes: .installed
        ) { _, _ in Refusal("run \(number) has finished") }
        return ExitStatus(result)
    }

    /// Prints events until the run ends; the exit code is the run's.
    private func printAll<Records: AsyncSequence>(
        _ records: Records
    ) async throws -> ExitStatus where Records.Element == EventRecord {
        let printer = EventPrinter(mode: mode)
        for try await record in records {
            printer.print(record)
            if case .runFinished(let result, _) = record.event { return ExitStatus(result) }
        }
        throw CommandFailure(.errored, "the executor ended while the run goes on")
    }
}

extension AsyncSequence where Self: Sendable, Element == EventRecord {
    /// The same events, which just end where reading fails: the dashboard then says that contact is lost.
    fileprivate var untilItFails: AsyncStream<EventRecord> {
        AsyncStream { continuation in
            let reading = Task {
                do {
                    for try await record in self { continuation.yield(record) }
                } catch {}
                continuation.finish()
            }
            continuation.onTermination = { _ in reading.cancel() }
        }
    }
}
