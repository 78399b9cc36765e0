import Delivery
import Values

/// Runs that take their source first.
extension Scenario {
    /// Whether they do: of every fourth seed.
    var takesSource: Bool { seed % 4 == 1 }

    /// What a run begins with.
    var begunPipeline: Pipeline {
        guard takesSource else { return pipeline }
        let commit = String(repeating: "5eed", count: 10)
        return pipeline.taking(
            SourceStep(source: Source(git: "/srv/shop.git"), commit: commit, file: "/srv/slipway.yml"))
    }

    func begunChange(of plan: RunPlan) -> Change {
        takesSource ? plan.change.commit.map { Change(untaken: $0) } ?? plan.change : plan.change
    }
}
