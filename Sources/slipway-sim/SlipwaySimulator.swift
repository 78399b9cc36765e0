import ArgumentParser
import Delivery
import Simulator
import Values

/// Runs simulated rollouts, and shows those that break an invariant.
@main
struct SlipwaySimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway-sim", abstract: "Run rollouts in a simulated world, each reproducible from its seed.",
        discussion: """
            A seed alone stands for a rollout of one run, or of several that meet, with faults, crashes and people in
            it, as chance has it. With --crash-at its executor dies around that event, instead of by chance.
            """)

    @Option(help: "Run this seed alone.")
    var seed: UInt64?

    @Option(help: "How many seeds to run.")
    var count: UInt64 = 1000

    @Option(name: .customLong("from"), help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "Let the executor die at the event with this number, counted from 1.")
    var crashAt: Int?

    @Option(help: "Where it dies: before the event is recorded, after it, or working on what follows.")
    var crash = PlannedCrash.Point.beforeEffects

    @Flag(help: "Let the executor die at every single event of each seed's rollout.")
    var everyCrash = false

    @Option(
        help: "Run seed after seed for this long, such as 60s, 10m or 8h, in every way that there is.",
        transform: Duration.argument)
    var duration: Duration?

    @Flag(help: "Keep services up between releases, instead of releasing them.")
    var upkeep = false

    @Flag(help: "Print what happened, line by line.")
    var trace = false

    func validate() throws {
        guard (crashAt ?? 1) >= 1 else { throw ValidationError("events are counted from 1") }
    }

    func run() async throws {
        var total = Tally()
        if let duration {
            total = await Soak(first: seed ?? UInt64.random(in: 1...1_000_000_000), length: duration).run()
        } else {
            for seed in seed.map({ $0...$0 }) ?? first...(first + max(count, 1) - 1) {
                if upkeep { total.add(upkeep: seed, tracing: trace) } else { run(seed, into: &total) }
            }
        }
        print(total)
        if total.broken > 0 { throw ExitCode.failure }
    }

    private func run(_ seed: UInt64, into total: inout Tally) {
        if everyCrash {
            Rollout.runEveryCrash(seed: seed) {
                total.add($0)
                return true
            }
        } else if let crashAt {
            let crash = PlannedCrash(event: crashAt, point: crash)
            total.add(Rollout.run(Scenario(seed: seed, crash: crash), tracing: trace))
        } else {
            total.add(Rollout.run(seed: seed, tracing: trace))
        }
    }
}

extension PlannedCrash.Point: ExpressibleByArgument {}
