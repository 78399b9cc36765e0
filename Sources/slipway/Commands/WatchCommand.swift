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
            let viewer = RunViewer(run: number, state: StateDirectory(path: state), mode: mode)
            do {
                throw try await withExecutor(of: StateDirectory(path: state)) {
                    try await viewer.follow($0)
                } orStandIn: {
                    try await lookAtOrTakeUp(viewer, reader)
                }.code
            } catch let detachment as Detachment {
                try await detachment.goOn(in: state)
            }
        }
    }

    private func lookAtOrTakeUp(_ viewer: RunViewer, _ reader: JournalReader) async throws -> ExitStatus {
        guard let finished = try await reader.state(of: viewer.run) else {
            throw CommandFailure(.usage, "there is no run \(viewer.run) in \(state)")
        }
        guard let result = finished.result else {
            return try await withUnfinishedRun(viewer.run, in: state) { session, run in
                try await RunPresenter(session: session, mode: mode, approver: nil, canDetach: true)
                    .takeUp(run, by: .current)
            }
        }
        return try await viewer.look(at: result)
    }
}
