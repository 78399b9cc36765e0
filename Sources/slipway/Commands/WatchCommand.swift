import ArgumentParser
import Control
import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch a run live from another terminal, with the same keys; or look at one that has ended.",
        discussion: """
            Without a number: the latest run while that is under way, otherwise all environments and runs, where there is \
            more than one. A run whose executor died goes on with: slipway run --continue
            """)

    @Argument(help: "The run's number; without it, the latest.")
    var run: Int?

    @Option(help: "The pipeline file, for releases by key where no server works in the state directory.")
    var file = "slipway.yml"

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Option(help: "State directory.")
    var state = ".slipway"

    func run() async throws {
        try await reporting {
            let directory = StateDirectory(path: state)
            let reader = try await JournalReader.open(in: directory)
            guard let latest = try await reader.runs().last?.run else {
                throw CommandFailure(.usage, "no run was ever started in \(state)")
            }
            let number = run.map { RunNumber($0) } ?? latest
            guard number <= latest, let past = try await reader.state(of: number) else {
                throw CommandFailure(.usage, "there is no run \(number) in \(state)")
            }
            let viewer = RunViewer(
                run: number, state: directory, mode: output ?? .suitable, file: file,
                first: try await firstPage(of: past, reader))
            throw try await goingOn(in: state) {
                if past.result != nil { return try await viewer.look(at: past) }
                return try await withExecutor(of: directory) {
                    try await viewer.follow($0)
                } otherwise: {
                    try await viewer.lookAtAbandoned()
                }
            }.code
        }
    }

    /// What is under way matters most; without it, how everything stands, where there is more than one thing.
    private func firstPage(of latest: RunState, _ reader: JournalReader) async throws -> FirstPage {
        guard run == nil else { return .run }
        guard latest.result != nil else { return .runAboveOverview }
        let ledger = try await reader.ledger()
        let isAlone = ledger.knownEnvironments.count < 2 && ledger.pipelines.count < 2 && ledger.runs.isEmpty
        return isAlone ? .runAboveOverview : .overview
    }
}
