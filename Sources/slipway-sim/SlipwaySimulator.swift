import ArgumentParser
import Delivery
import SlipwayTesting

/// Runs simulated rollouts, and shows the seeds that break an invariant.
@main
struct SlipwaySimulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway-sim", abstract: "Run rollouts in a simulated world, each reproducible from its seed.")

    @Option(help: "Run this seed alone.")
    var seed: UInt64?

    @Option(help: "How many seeds to run.")
    var count: UInt64 = 1000

    @Option(name: .customLong("from"), help: "The first seed.")
    var first: UInt64 = 1

    @Flag(help: "Print what happened, line by line.")
    var trace = false

    func run() throws {
        let seeds = seed.map { [$0] } ?? Array(first..<first + count)
        var results: [String: Int] = [:]
        var broken = 0
        for seed in seeds {
            let outcome = Rollout.run(seed: seed, tracing: trace)
            if trace { print(outcome.trace) }
            results[outcome.state.result?.rawValue ?? "unfinished", default: 0] += 1
            for violation in outcome.violations { print("seed \(seed): \(violation)") }
            if !outcome.violations.isEmpty { broken += 1 }
        }
        let summary = results.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("\(seeds.count) rollouts: \(summary); \(broken) broke an invariant")
        if broken > 0 { throw ExitCode.failure }
    }
}
