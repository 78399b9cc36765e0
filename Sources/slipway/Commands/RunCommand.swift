import ArgumentParser
import Delivery
import Foundation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a pipeline; a live view on a terminal, plain lines elsewhere.")

    @Argument(help: "The pipeline file.")
    var file = "slipway.yml"

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Option(help: "Where state is kept.")
    var state = ".slipway"

    func run() async throws {
        try await reporting {
            let pipeline = try loadPipeline(file)
            let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
            let session = try await Session.open(state)
            do {
                let presenter = RunPresenter(session: session, mode: output ?? .suitable, approver: nil)
                let change = await GitChange.read(in: folder)
                let status = try await presenter.carryOut(pipeline, change, by: .current, in: folder)
                await session.close()
                throw status.code
            } catch {
                await session.close()
                throw error
            }
        }
    }
}
