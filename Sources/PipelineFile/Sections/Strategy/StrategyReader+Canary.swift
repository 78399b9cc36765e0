import Delivery
import StrictYAML

extension StrategyReader {
    static let canary = StrategyReader(
        key: CanaryStrategy.key, keys: ["steps", "bake"], example: "canary: { steps, bake }"
    ) { reader, record in
        var canary = CanaryStrategy(steps: [], bake: Bake(duration: .zero))
        let steps = record.required("steps", expectation: "write the shares: steps: [1%, 5%, 25%, 50%]")
        reader.log.readList(steps, into: &canary.steps, of: .share)
        let bake = record.required("bake", expectation: "write what each step must survive: bake: { for: 60s }")
        bake.map { reader.read($0, into: &canary.bake) }
        return .canary(canary)
    }
}
