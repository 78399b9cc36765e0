import Testing

@testable import PipelineFile

/// What the format has in store is refused, not ignored.
@Suite struct PlannedFeatureTests {
    /// Where in the example a key of each section can be put.
    private static func change(_ feature: PlannedFeature) -> (old: String, new: String)? {
        switch feature.section {
        case .pipeline: ("name: shop", "name: shop\n\(feature.key): {}")
        case .stage: ("- name: test\n", "- name: test\n    \(feature.key): true\n")
        case .step: ("- run: make dist", "- \(feature.key): {}")
        case .environment: ("hosts: [local]", "\(feature.key): {}")
        case .service: ("start: \"./server --port $PORT\"", "\(feature.key): x")
        case .strategy:
            (
                "strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 0 } } }",
                "strategy: { \(feature.key): {} }"
            )
        case .health: ("slo: { errors: 1%, p99: 300ms }", "\(feature.key): {}")
        default: nil
        }
    }

    @Test(arguments: PlannedFeature.all.indices)
    func isRefused(index: Int) throws {
        let feature = PlannedFeature.all[index]
        let change = try #require(Self.change(feature))
        let problems = summaries(of: try Example.replacing(change.old, with: change.new))
        #expect(problems.count == 1)
        let message = "this version of slipway can't carry out \"\(feature.key)\" yet; \(feature.instead)"
        #expect(problems.first?.hasSuffix(message) == true)
        #expect(!feature.section.keys.contains(feature.key))
    }

    @Test func aStrategyInOneWordIsRefusedToo() throws {
        let old = "strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 0 } } }"
        #expect(
            summaries(of: try Example.replacing(old, with: "strategy: blue-green")) == [
                "slipway.yml:34:15: this version of slipway can't carry out \"blue-green\" yet; use canary"
            ])
    }
}
