import ArgumentParser
import Delivery
import PipelineFile
import Triggers
import Values
import Variables

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a pipeline file and say what is wrong with it.")

    @Argument(help: "The pipeline file.")
    var file = "slipway.yml"

    func run() async throws {
        try await reporting {
            let pipeline = try loadPipeline(file)
            let stages = pipeline.stages.map(\.name.rawValue).joined(separator: " → ")
            StandardStream.output.write("\(file): valid; \(pipeline.name): \(stages)")
            if pipeline.refusesAuthors, let people = try? People.load(People.standardPath()), people.isEmpty {
                StandardStream.error.write(
                    "slipway: \(PeopleAdvice.nobodyIsKnown(in: people)) (under slipway serve: people in its file)")
            }
            for words in try await VariableSurvey.of(pipeline, in: file).missing(askingCommands: false) {
                StandardStream.error.write("slipway: \(words)")
            }
        }
    }
}

/// Reads a pipeline file; what is wrong with it is a mistake in usage.
func loadPipeline(_ file: String) throws -> Pipeline {
    do {
        return try PipelineFile.load(file)
    } catch {
        throw CommandFailure(.usage, error)
    }
}
