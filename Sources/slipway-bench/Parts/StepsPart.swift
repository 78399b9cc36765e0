import Delivery
import Foundation
import Subprocess
import Values

/// What a step costs that does nothing: a durable command and its events, beside a target of make.
enum StepsPart {
    private static let count = 1000

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        let line = try await ReleaseLine.open(workshop.state)
        let clock = ContinuousClock()
        var result: RunResult?
        let ours = try await clock.measure {
            result = try await line.carryOut(pipeline, in: workshop.workspace) { _, _ in }
        }
        try await line.close()
        guard result == .succeeded else { throw BenchFailure("the steps ended \(result?.rawValue ?? "not at all")") }
        try workshop.write(makefile, to: "Makefile")
        let arguments: Arguments = ["--silent", "--directory", workshop.workspace.path, "all"]
        let make = try await clock.measure {
            _ = try await Subprocess.run(.name("make"), arguments: arguments, output: .discarded, error: .discarded)
        }
        return [
            Measurement(
                name: "1,000 steps", value: ours.inSeconds, unit: .seconds,
                reference: Reference(name: "make", value: make.inSeconds))
        ]
    }

    private static let pipeline = Pipeline(
        name: "bench", release: .manual,
        stages: [Stage(name: "nothing", steps: Array(repeating: .run(command: "true", name: nil), count: count))],
        environments: [:])

    private static var makefile: String {
        let names = (1...count).map { "t\($0)" }
        let targets = names.map { "\($0):\n\t@true\n" }.joined()
        return ".PHONY: all \(names.joined(separator: " "))\nall: \(names.joined(separator: " "))\n\(targets)"
    }
}
