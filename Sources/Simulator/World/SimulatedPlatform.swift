import Delivery
import Platforms
import Values

/// The simulated world as a platform, whose time passes when somebody waits: it has to keep the contract of all
/// platforms, or what holds in it would prove nothing.
public actor SimulatedPlatform: Platform {
    /// What outlives every process that works with it.
    public actor Ground {
        private(set) var site: SimulatedSite
        private(set) var now = VirtualClock.start

        public init(_ platform: PlatformTraits) {
            site = SimulatedSite(SitePlan(previous: nil), platform, candidates: [:], at: VirtualClock.start)
        }

        public var time: Timestamp { now }
        public var router: SimulatedRouter { site.router }
        public var instances: [InstanceID: SimulatedInstance] { site.instances }

        public func pass(_ time: Duration) { now = now + time }

        func startAgain(_ id: InstanceID, of version: RunNumber) { site.startAgain(id, of: version, at: now) }

        func stop(_ id: InstanceID) { site.stop(id) }

        func closeRouter() { site.router.close() }

        func perform(_ effect: ReleaseEffect, of plan: ReleasePlan) -> ReleaseInput? {
            site.perform(effect, plan: plan, at: now)
            if case .awaitReady(let id, _) = effect, let ready = site.instances[id]?.readyAt {
                now = max(now, ready)
                return .instance(id, .ready())
            }
            return site.success(of: effect, at: now)
        }
    }

    private let ground: Ground

    public init(on ground: Ground) {
        self.ground = ground
    }

    public func perform(
        _ effect: ReleaseEffect, of release: ReleaseState, in run: RunState,
        report: @escaping @Sendable (ReleaseInput) -> Void
    ) async throws {
        try Task.checkCancellation()
        if let input = await ground.perform(effect, of: release.plan) { report(input) }
    }

    public func closeShare(of release: ReleaseState) async throws {
        _ = await ground.perform(.shiftTraffic(to: .none), of: release.plan)
    }

    public func hasLostLease(of release: ReleaseState) async -> Bool {
        await ground.router.hasLapsed(at: ground.time)
    }

    public func keepServing(_ deployment: Deployment, without instances: [PlacedInstance]) async -> RouterLook {
        .runs
    }

    public func end(of id: InstanceID) async -> InstanceAnswer? {
        await ground.instances[id]?.isRunning(at: ground.time) == true ? nil : .ended(status: nil, lastOutput: "")
    }

    public func startAgain(_ instance: PlacedInstance, of deployment: Deployment, start: Int) async throws {
        await ground.startAgain(instance.id, of: deployment.run)
    }

    public func stop(_ id: InstanceID, within limit: Duration) async throws { await ground.stop(id) }

    public func closeRouter() async throws { await ground.closeRouter() }

    public func leave() async {}

    public func dismantle() async -> [Problem] { [] }
}
