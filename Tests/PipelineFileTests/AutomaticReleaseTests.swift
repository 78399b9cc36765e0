import Delivery
import PipelineFile
import Testing

/// `release: automatic` is earned, or its risk is accepted in writing.
@Suite struct AutomaticReleaseTests {
    @Test func theExampleHasEarnedIt() throws {
        let pipeline = try PipelineFile.parse(Example.replacing("release: manual", with: "release: automatic"))
        #expect(pipeline.release == .automatic(acceptRisk: nil))
    }

    private static func unearned() throws -> String {
        try Example.replacing("release: manual", with: "release: automatic")
            .replacing("automatic: true", with: "automatic: false")
            .replacing("      - errors: { worse-by: 2x, tolerance: 0.1% }\n", with: "")
            .replacing("      - slo: { errors: 1%, p99: 300ms }\n", with: "")
            .replacing("- run: make dist", with: "- artifact: { path: dist }")
            .replacing("      - artifact: { path: dist, version-from: VERSION }\n", with: "")
            .replacing("run: |\n          make check\n          make regression", with: "deploy: staging")
            .replacing("- name: functional\n        deploy", with: "- deploy")
    }

    @Test func everythingThatIsMissingIsNamed() throws {
        let start = "release: automatic is not earned: "
        let end = ", or write `accept-risk:` with the reason"
        #expect(
            summaries(of: try Self.unearned()) == [
                "slipway.yml:13:17: \(start)nothing is tested before this; put a run or check step before it\(end)",
                "slipway.yml:44:5: \(start)nobody judges its requests; add `errors: {}` or an slo\(end)",
                "slipway.yml:47:28: \(start)it does not roll back by itself; say true\(end)",
            ])
    }

    @Test func aWrittenRiskIsAccepted() throws {
        let text = try Self.unearned()
            .replacing("release: automatic", with: "release: automatic\naccept-risk: it is only a toy")
        #expect(try PipelineFile.parse(text).release == .automatic(acceptRisk: "it is only a toy"))
    }
}
