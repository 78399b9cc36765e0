import Delivery
import Values

/// How runs come to be carried out.
extension Rollout {
    /// Whoever gets repairs and no more orders takes a run up.
    private static let takerUp = Actor(name: "serve")

    mutating func start(_ run: RunNumber) {
        guard executor.isUp, let plan = scenario.plan(of: run), executor[run]?.progress == .toStart else { return }
        executor.join(run)
        deliver(
            .start(
                pipeline: wayBack(of: plan) ?? scenario.begunPipeline, change: scenario.begunChange(of: plan),
                by: plan.starter, workspace: "/srv/shop"),
            to: run)
    }

    /// What goes back where the pipeline ends; `nil` where the plan does not, or nothing was in service before.
    private func wayBack(of plan: RunPlan) -> Pipeline? {
        guard plan.goesBack, let name = scenario.pipeline.stages.flatMap({ $0.steps.compactMap(\.target) }).last,
            let record = executor.ledger.environments[name]
        else { return nil }
        let order = VersionOrder(.previous, to: name, isAtOnce: true, reason: "it is slow", isOverMigration: true)
        let stored = Set(record.versions.map(\.artifact.digest))
        return (try? executor.ledger.version(for: order, stored: stored)).flatMap {
            try? scenario.pipeline.releasing($0, by: order)
        }
    }

    mutating func takeUp(_ run: RunNumber, life: Int) {
        guard canJoin(run, life) else { return }
        executor.join(run)
        // One that went off while nobody was there is set anew.
        alarms[run] = nil
        guard deliver(.takenUp(by: Self.takerUp), to: run) == true else { return }
        watch.takeUp(run, again: executor.effectsIfTakenUp(run, by: Self.takerUp, at: timeOfDay))
    }

    /// Begins to carry out a run that was opened again. Whatever others did since then it did not hear of.
    mutating func join(_ run: RunNumber, life: Int) {
        guard canJoin(run, life) else { return }
        executor.join(run)
        deliver(.tick, to: run)
    }

    private func canJoin(_ run: RunNumber, _ life: Int) -> Bool {
        guard executor.isUp, executor.life == life, let process = executor[run] else { return false }
        return process.progress == .underWay && !process.isCarriedOut
    }

    mutating func wake(_ run: RunNumber) {
        awakened.remove(run)
        guard executor.attends(to: run) else { return }
        deliver(.tick, to: run)
    }

    mutating func notice(_ deadline: Timestamp, of run: RunNumber) {
        guard executor.attends(to: run),
            executor.state(of: run)?.nextDeadline(after: deadline + .milliseconds(-1)) == deadline
        else { return }
        deliver(.tick, to: run)
    }
}
