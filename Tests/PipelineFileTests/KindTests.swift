import Delivery
import Testing
import Values

@testable import PipelineFile

/// Every kind of step, strategy and health rule can be written, each as its page says.
struct KindTests {
    private static let text = """
        name: shop
        release: manual
        stages:
          - name: build
            steps:
              - run: make dist
              - artifact: { path: dist }
              - check: { http: "https://shop.example/healthz", status: 204, within: 500ms }
                name: up
          - name: production
            gate: { approve: {} }
            steps:
              - deploy: production
        environments:
          production:
            service: { start: ./server }
            traffic: { haproxy: { listen: 127.0.0.1:8080 } }
            strategy: { all-at-once: {} }
            health:
              - responding: { http: /healthz }
              - tcp: { within: 250ms }
              - slo: { errors: 1% }
        """

    @Test func theyAreRead() throws {
        let pipeline = try PipelineFile.parse(Self.text)
        let check = HTTPCheck(url: "https://shop.example/healthz", status: 204, within: .milliseconds(500))
        #expect(pipeline.stages[0].steps.last == Step(.check(CheckStep(check: check)), name: "up").limited)
        let production = try #require(pipeline.environments["production"])
        #expect(production.strategy == .allAtOnce(AllAtOnceStrategy()))
        #expect(production.health.contains(.tcp(TCPRule(within: .milliseconds(250)))))
    }

    @Test func aTCPRuleNeedsNothing() throws {
        let pipeline = try PipelineFile.parse(Self.text.replacing("tcp: { within: 250ms }", with: "tcp: {}"))
        #expect(pipeline.environments["production"]?.health.contains(.tcp(TCPRule(within: .seconds(1)))) == true)
    }
}
