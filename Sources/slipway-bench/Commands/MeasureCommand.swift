import ArgumentParser
import Foundation

struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Measure some parts, or all.",
        discussion: "Parts: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")

    @Argument(help: "Which parts; without any, all.")
    var parts: [Part] = []

    @Option(help: "Where journals and instances are kept meanwhile: on the disk to be measured, with a short path.")
    var directory = "/var/tmp"

    @Option(help: "The results, as JSON. Parts that are not measured now keep their last ones.")
    var json = "Documentation/benchmarks.json"

    @Option(help: "The results, as a page.")
    var page = "Documentation/benchmarks.md"

    func run() async throws {
        var results = try BenchResults(contentsOf: URL(filePath: json))
        for part in parts.isEmpty ? Part.allCases : parts {
            print("\(part.rawValue): \(part.summary) …")
            let start = ContinuousClock.now
            let measurements = try await Workshop.run(in: directory) { try await part.measure(in: $0) }
            let result = PartResult(part: part, measurements: measurements, took: ContinuousClock.now - start)
            results.replace(result)
            print(ResultTable(result.measurements).text)
            // After each, so that nothing measured is lost.
            try results.write(json: URL(filePath: json), page: URL(filePath: page))
        }
    }
}

extension Part: ExpressibleByArgument {}
