import Delivery
import Platforms
import Simulator
import SlipwayTesting
import Testing
import Values

/// The simulated platform keeps what every platform has to.
@Suite struct SimulatedPlatformTests {
    @Test(arguments: PlatformContract.Story.allCases, PlatformContract.Manner.allCases)
    func itKeepsTheContract(_ story: PlatformContract.Story, _ manner: PlatformContract.Manner) async throws {
        try await PlatformContract.tell(story, manner, on: SimulatedBench(.haproxy))
    }

    @Test(arguments: PlatformContract.Story.allCases, PlatformContract.Manner.allCases)
    func itKeepsTheContractInPlace(_ story: PlatformContract.Story, _ manner: PlatformContract.Manner) async throws {
        let platform = PlatformTraits(deadManSwitch: .haproxy, routesInstances: true)
        try await PlatformContract.tell(story, manner, on: SimulatedBench(platform, .inPlace))
    }

    @Test(arguments: [DeadManSwitch.haproxy, nil])
    func anAbandonedShareLastsAsItsTraitsSay(_ deadManSwitch: DeadManSwitch?) async throws {
        let platform = PlatformTraits(deadManSwitch: deadManSwitch)
        try await PlatformContract.abandonShare(on: SimulatedBench(platform))
        try await PlatformContract.leaveShare(on: SimulatedBench(platform))
    }
}

private struct SimulatedBench: PlatformBench {
    let settings: Environment
    private let ground: SimulatedPlatform.Ground

    init(_ platform: PlatformTraits, _ replacement: Replacement? = nil) {
        ground = SimulatedPlatform.Ground(platform)
        settings = Environment(
            service: Service(start: "./server", instances: 2, replacement: replacement),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)), platform: platform,
            strategy: .canary(
                CanaryStrategy(
                    steps: [Share(percent: 50)],
                    bake: Bake(duration: .seconds(3600), requests: 0, limit: .seconds(3600)))),
            health: [], onNoData: .continue)
    }

    var now: Timestamp { get async { await ground.time } }

    func open() async throws -> any Platform { SimulatedPlatform(on: ground) }

    func artifact(_ version: String) async throws -> Artifact { .sample(version) }

    func shares() async throws -> [Slot: Share] {
        let (router, now) = (await ground.router, await ground.time)
        return Dictionary(uniqueKeysWithValues: Slot.allCases.map { ($0, router.share(of: $0, at: now)) })
    }

    func running() async throws -> Set<InstanceID> {
        let now = await ground.time
        return Set(await ground.instances.filter { $0.value.isRunning(at: now) }.keys)
    }

    func pass(_ time: Duration) async throws { await ground.pass(time) }
}

extension Artifact {
    fileprivate static func sample(_ version: String) -> Artifact {
        guard let digest = Digest(String(repeating: version, count: 64)) else {
            preconditionFailure("\(version) is not a hexadecimal digit")
        }
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 1024))
    }
}
