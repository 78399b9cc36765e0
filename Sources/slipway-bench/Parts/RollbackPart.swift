import Delivery
import Platforms
import Executor
import Foundation
import Journal
import SlipwayTesting
import HAProxy
import StateDirectory
import Values

/// From the key to the moment when the candidate has no traffic: real instances, a real HAProxy, a real journal.
///
/// Measured up to the recorded fact, so it holds a second commit that the users' safety does not wait for.
enum RollbackPart {
    private static let count = 100
    private static let environment: EnvironmentName = "production"

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        let line = try await ReleaseLine.open(workshop.state)
        let result: Result<[Measurement], any Error>
        do {
            result = .success(try await measure(line, in: workshop))
        } catch {
            result = .failure(error)
        }
        await line.world.platforms.dismantle([environment])
        try await line.close()
        return try result.get()
    }

    private static func measure(_ line: ReleaseLine, in workshop: Workshop) async throws -> [Measurement] {
        try workshop.write("1.0.0\n", to: "dist/VERSION")
        let pipeline = pipeline(listen: Endpoint(address: "127.0.0.1", port: try FreePort.next()))
        let first = try await line.carryOut(pipeline, in: workshop.workspace) { _, _ in }
        guard first == .succeeded else { throw BenchFailure("the first release ended \(first.rawValue)") }
        let router = try HAProxyPaths(directory: workshop.state.environment(environment) + "/router")
        let file = try BareFile(path: workshop.path("bare"))
        var (ours, bare): ([Duration], [Duration]) = ([], [])
        for _ in 0..<count {
            ours.append(try await rollBack(pipeline, line, in: workshop))
            bare.append(
                try ContinuousClock().measure {
                    try file.append(Data(repeating: 46, count: 256))
                    try BareSocket.ask("set map split.map candidate 0", at: router.runtimeSocket)
                })
        }
        let (whole, part) = (Percentiles(ours), Percentiles(bare))
        let name = "set map + fdatasync"
        return [
            .milliseconds("key to no traffic, p50", whole.p50, beside: name, part.p50),
            .milliseconds("key to no traffic, p99", whole.p99, beside: name, part.p99),
        ]
    }

    /// Releases up to the first step of the canary, orders a rollback when that has settled, and gives how long it took.
    private static func rollBack(
        _ pipeline: Pipeline, _ line: ReleaseLine, in workshop: Workshop
    ) async throws -> Duration {
        let times = EventTimes()
        var samples = 0
        let result = try await line.carryOut(pipeline, in: workshop.workspace) { executor, event in
            if case .release(_, .trafficShifted) = event { samples = 0 }
            if case .release(_, .withdrawn) = event { times.end() }
            guard case .release(_, .trafficSampled) = event else { return }
            samples += 1
            guard samples == 2 else { return }
            times.begin()
            try await executor.order(.rollBack, by: Actor(name: "bench"))
        }
        guard result == .rolledBack, let took = times.took else {
            throw BenchFailure("a release that was to be rolled back ended \(result.rawValue)")
        }
        return took
    }

    private static func pipeline(listen: Endpoint) -> Pipeline {
        let settings = Environment(
            service: Service(start: "exec \"$SLIPWAY_BENCH\" serve --port \"$PORT\""),
            traffic: TrafficRoute(listen: listen),
            strategy: .canary(CanaryStrategy(steps: [Share(percent: 5)], bake: Bake(duration: .seconds(3600)))),
            health: [])
        return Pipeline(
            name: "bench", release: .manual,
            stages: [
                Stage(
                    name: "production",
                    steps: [.artifact(path: "dist", versionFrom: "dist/VERSION"), .deploy(environment: environment)])
            ], environments: [environment: settings])
    }
}
