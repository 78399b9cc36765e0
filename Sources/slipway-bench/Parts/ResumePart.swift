import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// From the start of a process that takes up a killed executor's run, to its first new command.
enum ResumePart {
    private static let rounds = 20

    /// The first step goes on while nobody looks; the second is what the new executor begins.
    static let pipeline = Pipeline(
        name: "bench", release: .manual,
        stages: [
            Stage(
                name: "steps",
                steps: [
                    .run(command: ": > waiting; until [ -e go ]; do sleep 0.01; done; : > gone", name: nil),
                    .run(command: ": > resumed", name: nil),
                ])
        ], environments: [:])

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        var (fresh, resumed): ([Duration], [Duration]) = ([], [])
        for round in 0..<rounds {
            let place = try workshop.room("round-\(round)")
            fresh.append(try await killOne(in: place))
            try place.write("", to: "go")
            try await eventually("the step has ended") { place.time(of: "gone") != nil }
            let start = Date()
            try await carry(in: place) { _ in }
            resumed.append(try took(place, since: start, until: "resumed"))
        }
        let (ours, reference) = (Percentiles(resumed), Percentiles(fresh))
        return [
            .milliseconds("resumed after SIGKILL, p50", ours.p50, beside: "fresh start", reference.p50),
            .milliseconds("resumed after SIGKILL, slowest", ours.p99, beside: "fresh start", reference.p99),
        ]
    }

    /// Starts an executor, kills it in its first step, and gives how long it took to get there.
    private static func killOne(in place: Workshop) async throws -> Duration {
        let start = Date()
        try await carry(in: place) { kill in
            try await eventually("the first step has begun") { place.time(of: "waiting") != nil }
            try kill()
        }
        return try took(place, since: start, until: "waiting")
    }

    private static func carry(in place: Workshop, _ body: (_ kill: () throws -> Void) async throws -> Void) async throws
    {
        _ = try await Subprocess.run(
            .path(FilePath(try BenchProgram.path)),
            arguments: ["carry", "--state", place.state.path, "--workspace", place.workspace.path], input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            try await body { try execution.send(signal: .kill) }
        }
    }

    private static func took(_ place: Workshop, since start: Date, until mark: String) throws -> Duration {
        guard let end = place.time(of: mark) else { throw BenchFailure("the executor never made '\(mark)'") }
        return .seconds(end.timeIntervalSince(start))
    }
}
