import Delivery
import Foundation
import PipelineFile
import Testing
import Values

@Suite struct ExampleTests {
    @Test func exampleIsReadExactly() throws {
        let pipeline = try PipelineFile.load(Example.path)
        #expect(pipeline.name == "shop")
        #expect(pipeline.release == .manual)
        #expect(pipeline.source == Source(git: ".", branch: "main"))
        #expect(pipeline.stages == Self.stages.map(\.limited))
        #expect(pipeline.environments == ["staging": Self.staging, "production": Self.production])
        #expect(pipeline.faults.isEmpty)
    }

    @Test func anybodyMayListenOnlyWhereTheFileSaysSo() throws {
        let text = try Example.replacing("instances: 2", with: "instances: 2\n      listener: any")
        let environments = try PipelineFile.parse(text).environments
        #expect(environments["production"]?.service.listener == .any)
        #expect(environments["staging"]?.service.listener == .own)
    }

    @Test func textAndFileGiveTheSame() throws {
        #expect(try PipelineFile.parse(Example.text()) == PipelineFile.load(Example.path))
        #expect(try PipelineFile.parse("\u{FEFF}" + Example.text()) == PipelineFile.load(Example.path))
        let withCarriageReturns = try Example.text().replacing("\n", with: "\r\n")
        #expect(try PipelineFile.parse(withCarriageReturns) == PipelineFile.load(Example.path))
    }

    /// A file with nothing that may be left out gives the model's own defaults.
    @Test func defaultsAreTheModels() throws {
        let text = """
            name: small
            stages:
              - { name: all, gate: { approve: {} }, steps: [artifact: { path: dist }, deploy: here] }
            environments:
              here:
                service: { start: ./serve }
                traffic: { haproxy: { listen: "[::1]:80" } }
                strategy: { canary: { steps: [10%], bake: { for: 2s } } }
                health: [errors: {}, responding: { http: / }]
            """
        let here = Environment(
            service: Service(start: "./serve"), traffic: TrafficRoute(listen: Endpoint(address: "[::1]", port: 80)),
            strategy: .canary(CanaryStrategy(steps: [Share(percent: 10)], bake: Bake(duration: .seconds(2)))),
            health: [
                .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)), .responding(path: "/", within: .seconds(1)),
            ])
        let steps = [Step.artifact(path: "dist", versionFrom: nil), .deploy(environment: "here")]
        let expected = Pipeline(
            name: "small", release: .manual, stages: [Stage(name: "all", gate: ApprovalRule(), steps: steps).limited],
            environments: ["here": here])
        #expect(try PipelineFile.parse(text) == expected)
        #expect(try JSONDecoder().decode(Pipeline.self, from: JSONEncoder().encode(expected)) == expected)
    }

    private static let stages = [
        Stage(
            name: "build",
            steps: [.run(command: "make dist", name: nil), .artifact(path: "dist", versionFrom: "VERSION")]),
        Stage(name: "test", steps: [.run(command: "make check\nmake regression\n", name: "functional")]),
        Stage(
            name: "staging", steps: [.deploy(environment: "staging"), .run(command: "./e2e.sh", name: "end-to-end")]),
        Stage(
            name: "production",
            gate: ApprovalRule(approvers: ["ana", "group:release"], notAuthor: true, expires: .seconds(86_400)),
            steps: [.deploy(environment: "production")]),
    ]

    private static let staging = Environment(
        service: Service(
            start: "./server --port $PORT", stopWithin: .seconds(10), startWithin: .seconds(30), instances: 1),
        traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8081)),
        strategy: .canary(
            CanaryStrategy(
                steps: [Share(percent: 50)], bake: Bake(duration: .seconds(10), requests: 0, limit: .seconds(100)))),
        health: [.errors(worseBy: 1.5, tolerance: Share(percent: 0.05))],
        onNoData: .continue, rollback: RollbackPolicy(automatic: true, keepOld: .seconds(600)))

    private static let production = Environment(
        hosts: [.local],
        service: Service(
            start: "./server --port $PORT", stopWithin: .seconds(5), startWithin: .seconds(60), instances: 2),
        traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080), stickyCookie: "uid"),
        strategy: .canary(
            CanaryStrategy(
                steps: [1, 5, 25, 50].map { Share(percent: $0) },
                bake: Bake(duration: .seconds(60), requests: 500, limit: .seconds(5400)))),
        health: [
            .responding(path: "/healthz", within: .milliseconds(500)),
            .errors(worseBy: 2, tolerance: Share(percent: 0.1)),
            .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(300)),
        ],
        onNoData: .rollBack, rollback: RollbackPolicy(automatic: true, keepOld: .seconds(600)))
}
