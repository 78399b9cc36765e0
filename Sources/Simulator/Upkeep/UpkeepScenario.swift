import Delivery
import Values

/// What happens to services between releases, and during those of others: everything that chance has it.
public struct UpkeepScenario: Sendable {
    /// Something that happens to a service, or that somebody does.
    enum Disturbance: Sendable {
        case kill(Int)
        case killAll
        case killRouter
        /// From now on, what is started ends again soon; or no longer does.
        case crashLoop(Bool)
        /// From now on, nothing can be started; or it can again.
        case refuse(Bool)
        /// Whoever keeps everything up dies, for a while; with `all` the machine does.
        case crash(Duration, all: Bool)
        case down
        case up
        /// Another version is released, which takes as long.
        case release(Duration, inPlace: Bool)
        case setClock(Duration)
    }

    public let seed: UInt64
    let instances: Int
    /// How long what was in service stays ready after a release.
    let keepOld: Duration
    var keepsOld: Bool { keepOld > .zero }
    let disturbances: [(after: Duration, Disturbance)]
    /// From then on nothing happens any more but that everything comes up.
    let quietAfter: Duration

    /// How long it is quiet for, at the end: longer than the longest pause between two starts.
    static let quiet = Duration.seconds(300)

    /// What the seed stands for.
    public init(seed: UInt64) {
        self.seed = seed
        var random = SplitMix64(seed: seed ^ 0x0B5E_55ED)
        instances = Int.random(in: 1...4, using: &random)
        let length = random.duration(30_000...1_500_000)
        quietAfter = length
        let count = Int.random(in: 1...24, using: &random)
        var drawn: [(after: Duration, Disturbance)] = []
        for _ in 0..<count {
            let time = random.duration(0...max(1, length.milliseconds - 1))
            drawn.append((time, Self.draw(&random, instances: instances)))
        }
        // What was made bad becomes good again, and what was taken down is wanted.
        drawn += [(length, .crashLoop(false)), (length, .refuse(false)), (length + .milliseconds(1), .up)]
        // Nobody may be there to take the order.
        drawn.append((length + .seconds(61), .up))
        keepOld = random.chance(0.5) ? .zero : random.duration(1000...120_000)
        disturbances = drawn.sorted { $0.after < $1.after }
    }

    private static func draw(_ random: inout SplitMix64, instances: Int) -> Disturbance {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: .kill(Int.random(in: 0..<instances, using: &random))
        case 6..<8: .killAll
        case 8..<10: .killRouter
        case 10: .crashLoop(random.chance(0.7))
        case 11: .refuse(random.chance(0.6))
        case 12..<14: .crash(random.duration(100...20_000), all: false)
        case 14: .crash(random.duration(100...60_000), all: true)
        case 15: .down
        case 16: .up
        case 17..<19: .release(random.duration(500...40_000), inPlace: random.chance(0.3))
        default: .setClock(random.duration(-600_000...600_000))
        }
    }
}
