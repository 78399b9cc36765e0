import Delivery
import Simulator

/// How rollouts ended, and the runs in them.
struct Tally: CustomStringConvertible {
    private(set) var rollouts = 0
    private(set) var broken = 0
    /// Those that were kept up, beside the rollouts.
    private var services = 0
    private var results: [String: Int] = [:]

    /// Counts an outcome; prints what it broke, and how to see it again.
    mutating func add(_ outcome: Outcome) {
        if !outcome.trace.lines.isEmpty { print(outcome.trace) }
        rollouts += 1
        for state in outcome.states { results[state.result?.rawValue ?? "unfinished", default: 0] += 1 }
        for violation in outcome.violations { print("\(outcome.scenario.replay): \(violation)") }
        if !outcome.violations.isEmpty { broken += 1 }
    }

    /// Counts what became of a service that is kept up.
    mutating func add(upkeep seed: UInt64, tracing: Bool = false) {
        let (violations, trace) = UpkeepRollout.run(seed: seed, tracing: tracing)
        for line in trace { print(line) }
        for violation in violations { print("slipway-sim --upkeep --seed \(seed) --trace: \(violation)") }
        services += 1
        if !violations.isEmpty { broken += 1 }
    }

    static func += (left: inout Tally, right: Tally) {
        left.rollouts += right.rollouts
        left.broken += right.broken
        left.services += right.services
        left.results.merge(right.results, uniquingKeysWith: +)
    }

    var description: String {
        let endings = results.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let kept = services == 0 ? "" : "\(services) services kept up; "
        return
            "\(rollouts) rollouts, their runs: \(endings.isEmpty ? "none" : endings); \(kept)\(broken) broke an invariant"
    }
}
