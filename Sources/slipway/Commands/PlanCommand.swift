import ArgumentParser

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what a pipeline file would do, with its time limits; does nothing.")

    @Argument(help: "The pipeline file.")
    var file = "slipway.yml"

    func run() async throws {
        try await reporting {
            for line in PipelineOutline(pipeline: try loadPipeline(file)).lines {
                StandardStream.output.write(line)
            }
        }
    }
}
