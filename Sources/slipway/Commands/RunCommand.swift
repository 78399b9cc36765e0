import ArgumentParser
import Delivery
import Foundation
import Journal
import Server

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a pipeline; a live view on a terminal, plain lines elsewhere.")

    @Argument(help: "The pipeline file.")
    var file = "slipway.yml"

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Flag(name: .customLong("continue"), help: "Go on with the run that was interrupted, instead of starting one.")
    var continues = false

    @Option(help: "Where state is kept.")
    var state = ".slipway"

    func run() async throws {
        try await reporting {
            do {
                throw try await (continues ? takeUp() : start()).code
            } catch let detachment as Detachment {
                try await detachment.goOn(in: state)
            }
        }
    }

    private func start() async throws -> ExitStatus {
        let pipeline = try loadPipeline(file)
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        let session = try await Session.open(state)
        do {
            let workspace = try await SourceCheckout.make(
                pipeline.source, beside: folder, for: session.journal.nextRunNumber, in: session.state)
            let change = await GitChange.read(in: workspace)
            let status = try await presenter(session).carryOut(pipeline, change, by: .current, in: workspace)
            await session.close()
            return status
        } catch {
            await session.close()
            throw error
        }
    }

    private func takeUp() async throws -> ExitStatus {
        try await withUnfinishedRun(in: state) { session, run in
            try await presenter(session).takeUp(run, by: .current)
        }
    }

    private func presenter(_ session: Session) -> RunPresenter {
        RunPresenter(session: session, mode: output ?? .suitable, approver: nil, canDetach: true)
    }
}
