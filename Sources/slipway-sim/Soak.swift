import Foundation
import Simulator
import Values

/// Seed after seed, on every core, for as long as it was told.
struct Soak {
    let first: UInt64
    let length: Duration

    private static let clock = ContinuousClock()
    /// How often it says how far it is.
    private static let pause = Duration.seconds(10)

    func run() async -> Tally {
        print("soaking from seed \(first) for \(length)")
        let start = Self.clock.now
        let end = start + length
        var total = Tally()
        var told = start
        await withTaskGroup(of: Tally.self) { group in
            var next = first
            func add() {
                let seed = next
                group.addTask { Self.tally(of: seed, until: end) }
                next += 1
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { add() }
            for await tally in group {
                total += tally
                if Self.clock.now < end { add() }
                guard Self.clock.now - told >= Self.pause || Self.clock.now >= end else { continue }
                told = Self.clock.now
                let rate = Double(total.rollouts) / ((told - start) / .seconds(1))
                print("\(total); \(Int(rate)) a second, up to seed \(next - 1)")
            }
        }
        return total
    }

    /// A seed as chance has it, then with a crash at every single event.
    private static func tally(of seed: UInt64, until end: ContinuousClock.Instant) -> Tally {
        var tally = Tally()
        tally.add(upkeep: seed)
        tally.add(Rollout.run(seed: seed))
        Rollout.runEveryCrash(seed: seed) {
            tally.add($0)
            return clock.now < end
        }
        return tally
    }
}
