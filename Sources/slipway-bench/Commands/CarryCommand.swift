import ArgumentParser
import Delivery
import Executor
import Foundation
import Journal
import StateDirectory

/// An executor to be killed, and one to take its place: carries the run of a state directory to its end.
struct CarryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "carry", shouldDisplay: false)

    @Option var state: String

    @Option var workspace: String

    func run() async throws {
        let directory = StateDirectory(path: state)
        try directory.prepare()
        let lock = try await StateLock.acquire(in: directory, at: .now)
        let line = try await ReleaseLine.open(directory)
        let reader = line.journal.reader
        if let number = try await reader.unfinishedRuns().first, let run = try await reader.state(of: number) {
            _ = try await line.executor(for: run).carryOut()
        } else {
            _ = try await line.carryOut(ResumePart.pipeline, in: URL(filePath: workspace)) { _, _ in }
        }
        try await line.close()
        lock.release()
    }
}
