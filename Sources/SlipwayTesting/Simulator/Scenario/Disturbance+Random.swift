import Delivery

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

extension PeoplePlan {
    static func random(_ random: inout SplitMix64) -> PeoplePlan {
        var plan = PeoplePlan()
        plan.gate = random.pick([.approve, .approve, .approve, .reject, .late]) ?? .approve
        plan.patience = random.duration(200...8000)
        guard random.chance(0.6) else { return plan }
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            plan.interference.append(.random(&random))
        }
        return plan
    }
}

extension PlannedCommand {
    private static let people = [
        Actor(name: "ana"), Actor(name: "zoe"), Actor(name: "ben", groups: ["release"]), Actor(name: "eve"),
    ]

    fileprivate static func random(_ random: inout SplitMix64) -> PlannedCommand {
        PlannedCommand(
            after: random.duration(0...20_000), command: random.pick(Command.allCases.filter { !$0.reopens }) ?? .halt,
            actor: random.pick(people) ?? .policy)
    }
}
