import Delivery
import Values

extension FaultPlan {
    static func random(_ random: inout SplitMix64) -> FaultPlan {
        var plan = FaultPlan()
        plan.refused = random.pick([0, 0.02, 0.1]) ?? 0
        plan.doneAndRefused = random.pick([0, 0.02, 0.1]) ?? 0
        plan.unanswered = random.pick([0, 0.02, 0.1]) ?? 0
        plan.slow = random.pick([0, 0.1, 0.4]) ?? 0
        plan.unstoppable = random.pick([0, 0, 0.1]) ?? 0
        plan.outageAfterFault = random.pick([.zero, .zero, .seconds(5), .seconds(20)]) ?? .zero
        plan.lateAnswers = random.pick([0, 0.3]) ?? 0
        if random.chance(0.3) {
            let start = random.duration(500...15_000)
            plan.outages = [start..<start + random.duration(200...20_000)]
        }
        if random.chance(0.3) {
            let start = random.duration(500...15_000)
            plan.stalls = [start..<start + random.duration(200...20_000)]
        }
        return plan
    }
}

extension CrashPlan {
    static func random(_ random: inout SplitMix64) -> CrashPlan {
        var plan = CrashPlan()
        plan.chance = random.pick([0.01, 0.03, 0.1]) ?? 0
        plan.limit = Int.random(in: 1...6, using: &random)
        plan.longest = random.pick([.milliseconds(200), .seconds(3), .seconds(20)]) ?? plan.longest
        return plan
    }
}

extension RunPlan.Answer {
    static func random(_ random: inout SplitMix64) -> RunPlan.Answer {
        random.pick([.approve, .approve, .approve, .reject, .late]) ?? .approve
    }
}

extension PeoplePlan {
    static func random(ordering run: RunNumber, _ random: inout SplitMix64) -> PeoplePlan {
        var plan = PeoplePlan()
        plan.patience = random.duration(200...8000)
        if random.chance(0.6) {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                plan.interference.append(.random(ordering: run, Order.allCases, within: 0...20_000, &random))
            }
        }
        plan.persistence = random.pick([0, 0, 0, 1, 2]) ?? 0
        return plan
    }
}

extension PlannedOrder {
    private static let people = [
        Actor(name: "ana"), Actor(name: "zoe"), Actor(name: "ben", groups: ["release"]), Actor(name: "eve"),
    ]

    /// - Parameter time: since the start of the rollout, in milliseconds.
    static func random(
        ordering run: RunNumber, _ commands: [Order], within time: ClosedRange<Int64>, _ random: inout SplitMix64
    ) -> PlannedOrder {
        PlannedOrder(
            after: random.duration(time), demand: .command(random.pick(commands) ?? .halt, run),
            actor: random.pick(people) ?? .policy)
    }

    /// A standing order, and that it is taken back.
    static func random(
        holdingUp pipeline: Pipeline, within time: ClosedRange<Int64>, _ random: inout SplitMix64
    ) -> [PlannedOrder] {
        guard let actor = random.pick(people), let stage = random.pick(pipeline.stages) else { return [] }
        let start = random.duration(time)
        let end = start + random.duration(500...20_000)
        guard let target = stage.steps.compactMap(\.target).first, random.chance(0.5) else {
            return [
                PlannedOrder(after: start, demand: .standing(.disableTransition(stage.name)), actor: actor),
                PlannedOrder(after: end, demand: .standing(.enableTransition(stage.name)), actor: actor),
            ]
        }
        return [
            PlannedOrder(after: start, demand: .standing(.freeze(target)), actor: actor),
            PlannedOrder(after: end, demand: .standing(.unfreeze(target)), actor: actor),
        ]
    }
}
