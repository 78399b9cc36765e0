import Values

/// Exposure grows in steps; the candidate must survive a bake at each before the next.
public struct CanaryStrategy: Equatable, Sendable, Codable {
    /// Ascending shares between nothing and everything; promotion follows the last one's bake.
    public var steps: [Share]
    public var bake: Bake

    private enum CodingKeys: String, CodingKey { case steps, bake }

    public init(steps: [Share], bake: Bake) {
        self.steps = steps
        self.bake = bake
    }
}

extension CanaryStrategy: StrategyRules {
    public static let key = "canary"

    public var bakeOfRungs: Bake? { bake }
    public var isGradual: Bool { !steps.isEmpty }

    /// A rung for each step, and the same bake at each.
    public func ladder(beside stable: Deployment?) -> Ladder {
        stable == nil ? .straight : Ladder(rungs: steps.map { Rung(exposure: .share($0), bake: bake) })
    }

    public func faults(at path: FieldPath) -> [FieldFault] {
        stepFaults(at: path.key("steps")) + bake.faults(at: path.key("bake"))
    }

    private func stepFaults(at path: FieldPath) -> [FieldFault] {
        if steps.isEmpty { return [.init(at: path, "no steps", remedy: "write shares such as [1%, 5%, 25%, 50%]")] }
        return steps.indices.compactMap { index in
            let step = steps[index]
            if step == .none || step == .all {
                return FieldFault(
                    at: path.index(index), "a step of \(step)",
                    remedy: "write shares above 0% and below 100%; promotion follows the last by itself")
            }
            guard index > 0, step <= steps[index - 1] else { return nil }
            return FieldFault(
                at: path.index(index), "a step of \(step) after \(steps[index - 1])",
                remedy: "each step must be larger than the one before it")
        }
    }
}
