import Delivery
import SlipwayTesting

/// One rollout to run: a seed's, as chance has it or with a crash at one place.
struct Attempt: CustomStringConvertible {
    let seed: UInt64
    let crash: PlannedCrash?

    func run(tracing: Bool) -> Outcome {
        guard let crash else { return Rollout.run(seed: seed, tracing: tracing) }
        return Rollout.run(Scenario(seed: seed, crash: crash), tracing: tracing)
    }

    /// As `slipway-sim` has to be called to see it again.
    var description: String {
        let place = crash.map { " \($0)" } ?? ""
        return "slipway-sim --seed \(seed)\(place) --trace"
    }
}

/// How rollouts ended.
struct Tally: CustomStringConvertible {
    private(set) var rollouts = 0
    private(set) var broken = 0
    private var results: [String: Int] = [:]

    mutating func add(_ attempt: Attempt, tracing: Bool = false) {
        let outcome = attempt.run(tracing: tracing)
        if tracing { print(outcome.trace) }
        rollouts += 1
        results[outcome.state.result?.rawValue ?? "unfinished", default: 0] += 1
        for violation in outcome.violations { print("\(attempt): \(violation)") }
        if !outcome.violations.isEmpty { broken += 1 }
    }

    static func += (left: inout Tally, right: Tally) {
        left.rollouts += right.rollouts
        left.broken += right.broken
        left.results.merge(right.results, uniquingKeysWith: +)
    }

    var description: String {
        let endings = results.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(rollouts) rollouts: \(endings.isEmpty ? "none" : endings); \(broken) broke an invariant"
    }
}
