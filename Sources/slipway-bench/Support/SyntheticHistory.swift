import Delivery
import Journal
import Judge
import StateDirectory
import Values

/// A past such as years of releases leave: runs of 2,000 events, nearly all samples; the last one unfinished.
enum SyntheticHistory {
    static let shift = Event.release("production", .trafficShifted(to: Share(percent: 5), took: .milliseconds(2)))

    private static let batch = 1000

    /// - Parameter runLength: how many events each run has.
    static func write(events count: Int, to directory: StateDirectory, runLength: Int = 2000) async throws {
        let journal = try await Journal.open(in: directory)
        var time = Timestamp.now
        for first in stride(from: 0, to: count, by: runLength) {
            let run = RunNumber(first / runLength + 1)
            let events = Self.events(of: run, count: min(runLength, count - first), isLast: first + runLength >= count)
            for start in stride(from: 0, to: events.count, by: batch) {
                let part = Array(events[start..<min(start + batch, events.count)])
                try await journal.append(part, run: run, at: time)
                time = time + .seconds(100)
            }
        }
        try await journal.close()
    }

    private static func events(of run: RunNumber, count: Int, isLast: Bool) -> [Event] {
        guard let digest = Digest(String(repeating: "4f", count: 32)) else { return [] }
        let artifact = Artifact(digest: digest, version: "1.\(run.value)", size: ByteCount(bytes: 1 << 20))
        let deployment = Deployment(artifact: artifact, slot: .green, run: run, instances: [])
        let step = StepID(stage: "production", index: 0)
        let plan = ReleasePlan(step: step, artifact: artifact, previous: deployment, slot: .green, instances: [])
        let start: [Event] = [
            .run(
                .started(pipeline: pipeline, change: Change(title: "change"), by: Actor(name: "ana"), workspace: "/w")),
            .stage("production", .started), .step(step, .started),
            .release("production", .started(plan: plan)), shift,
        ]
        let end: [Event] = [
            .release("production", .promoted(deployment: deployment)),
            .release("production", .finished(result: .succeeded, running: deployment)),
            .run(.finished(result: .succeeded, finding: nil)),
        ]
        let samples = count - start.count - (isLast ? 0 : end.count)
        return start + (0..<max(samples, 0)).map(sample) + (isLast ? [] : end)
    }

    private static func sample(_ tick: Int) -> Event {
        var latency = LatencyHistogram()
        for bucket in 1...12 { latency.record(.milliseconds(bucket * 4 + tick % 7), count: 3 * bucket) }
        let dispatch = Dispatch(
            share: Share(percent: 5), stable: Outcomes(requests: 190, bad: tick % 90 == 0 ? 1 : 0),
            candidate: Outcomes(requests: 10, bad: 0))
        return .release(
            "production",
            .trafficSampled(
                sample: TrafficSample(
                    duration: .milliseconds(100), dispatches: [dispatch], stableLatency: latency,
                    candidateLatency: latency)))
    }

    private static let pipeline = Pipeline(
        name: "shop", release: .manual,
        stages: [Stage(name: "production", steps: [.deploy(environment: "production")])],
        environments: [
            "production": Environment(
                service: Service(start: "./server --port $PORT"),
                traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)),
                strategy: .canary(CanaryStrategy(steps: [Share(percent: 5)], bake: Bake(duration: .seconds(200)))),
                health: [
                    .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)), .errorLimit(Share(percent: 1)),
                    .latencyLimit(p99: .milliseconds(300)),
                ])
        ])
}
