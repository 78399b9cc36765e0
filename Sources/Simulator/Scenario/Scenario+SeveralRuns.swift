import Delivery
import Values

extension Scenario {
    /// Adds runs of the same pipeline, started at any time, also in another order than that of their numbers; and
    /// people who hold them up, or end them.
    mutating func addRuns(_ random: inout SplitMix64) {
        pipeline.queue = random.pick(QueuePolicy.allCases) ?? .superseded
        let isDisturbed = !isUndisturbed || random.chance(0.5)
        let window: ClosedRange<Int64> = random.pick([0...1000, 0...10_000, 0...40_000]) ?? 0...1000
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            runs.append(.random(RunNumber(runs.count + 2), startingWithin: window, &random))
            if isDisturbed { disturbLastRun(&random) }
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            people.interference += PlannedOrder.random(
                holdingUp: pipeline, within: 0...window.upperBound + 20_000, &random)
        }
        simplify()
    }

    /// What matters is how runs meet; each release alone is shorter than it would be otherwise.
    private mutating func simplify() {
        sampling = .seconds(1)
        pipeline.environments = pipeline.environments.mapValues { environment in
            var environment = environment
            switch environment.strategy {
            case .canary(var canary):
                canary.steps = canary.steps.suffix(2)
                environment.strategy = .canary(canary)
            case .allAtOnce: break
            }
            return environment
        }
    }

    private mutating func disturbLastRun(_ random: inout SplitMix64) {
        let last = runs.count - 1
        if random.chance(0.15) { runs[last].failingAttempts = .randomFailures(&random) }
        runs[last].answer = random.chance(0.3) ? .ifNewest : .random(&random)
        guard random.chance(0.4) else { return }
        let start = runs[last].startsAfter.milliseconds
        let commands = Order.allCases + [.cancel, .cancel, .retry]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            people.interference.append(
                .random(ordering: runs[last].number, commands, within: start...start + 20_000, &random))
        }
    }
}

extension RunPlan {
    fileprivate static func random(
        _ number: RunNumber, startingWithin window: ClosedRange<Int64>, _ random: inout SplitMix64
    ) -> RunPlan {
        RunPlan(
            number: number, startsAfter: random.duration(window),
            change: Change.written(by: random.pick(["zoe", "ben"]), title: "Change \(number)"),
            candidates: ["production": .random(&random)])
    }
}
