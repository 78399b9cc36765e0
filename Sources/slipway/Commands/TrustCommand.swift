import ArgumentParser
import Delivery
import Foundation
import Journal
import StateDirectory

struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Say that a state directory is yours, after it was moved, copied or restored.",
        discussion: """
            What stands in a state directory is carried out by whoever takes it up, with their rights. So nothing is \
            taken up from one that your account has not worked in, such as a clone of somebody's repository. This makes \
            the directory private and known; look into it first: slipway status, slipway events.
            """)

    @Option(help: "State directory.")
    var state = ".slipway"

    func run() async throws {
        try await reporting {
            let directory = StateDirectory(path: state)
            let unfinished = try await JournalReader.open(in: directory).unfinishedRuns()
            do {
                try directory.trust(among: .standard())
            } catch {
                throw CommandFailure(.errored, error)
            }
            StandardStream.output.write("\(directory.path) is yours: what stands in it may be carried out")
            for run in unfinished {
                StandardStream.output.write("run \(run) has not ended; go on with it: slipway run --continue")
            }
        }
    }
}
