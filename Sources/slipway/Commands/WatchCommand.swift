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
                throw try await withExecutor(of: StateDirectory(path: state)) {
                    try await follow(number, $0, reader)
                } orStandIn: {
                    try await lookAtOrTakeUp(number, reader)
                }.code
            } catch let detachment as Detachment {
                try await detachment.goOn(in: state)
            }
        }
    }

    private func follow(
        _ number: RunNumber, _ client: ControlClient, _ reader: JournalReader
    ) async throws -> ExitStatus {
        let follower = RunFollower(run: number, state: StateDirectory(path: state), reader: reader)
        guard mode == .dashboard else {
            let printer = EventPrinter(mode: mode)
            return ExitStatus(try await follower.follow(client, printer.print))
        }
        let records = AsyncStream.untilItFails { take in _ = try await follower.follow(client, take) }
        let model = DashboardModel(run: number, ledger: try await reader.ledger())
        let farewell = try await DashboardSession.run(
            records, model: model, actor: client.greeting.you, ownsRun: false, themes: .installed
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
        let events = reader.events(run: number)
        guard mode == .dashboard else {
            let printer = EventPrinter(mode: mode)
            for try await record in events { printer.print(record) }
            return ExitStatus(result)
        }
        let records = AsyncStream.untilItFails { take in for try await record in events { take(record) } }
        let model = DashboardModel(run: number, ledger: try await reader.ledger())
        _ = try await DashboardSession.run(
            records, model: model, actor: .current, ownsRun: false, themes: .installed
        ) { _, _ in Refusal("run \(number) has finished") }
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
