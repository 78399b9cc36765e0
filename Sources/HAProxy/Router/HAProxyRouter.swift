import Delivery
import Platforms
import Values

/// HAProxy as an environment's traffic router: the process, its request log, and the two held against each other.
public actor HAProxyRouter: TrafficRouter {
    public nonisolated let instance: HAProxyInstance
    private nonisolated let paths: HAProxyPaths
    private var log: RequestLogReceiver?
    var accounts = RequestAccounts()
    /// Lines that came while the accounts were opened, for the next sample.
    var unreported = RequestTally()
    var sampledAt = ContinuousClock.now
    /// Samples since sampling began.
    var ticks = 0

    public init(paths: HAProxyPaths) {
        self.paths = paths
        instance = HAProxyInstance(paths: paths)
    }

    /// The request log, read from now on. It is bound before HAProxy starts, so that no line is lost.
    func requestLog() throws -> RequestLogReceiver {
        if let log { return log }
        let receiver = try RequestLogReceiver(path: paths.logSocket)
        log = receiver
        return receiver
    }

    public func open(_ setup: RouterSetup) async throws {
        _ = try requestLog()
        try await instance.start(HAProxyConfiguration(setup))
    }

    public func end() async throws {
        try await instance.stop()
        leave()
    }

    public func leave() {
        log?.close()
        log = nil
    }

    public func restore() async throws -> Bool? { try await instance.restore().map { $0 == .started } }

    public func verifyAnswering() async throws { try await instance.verifyAnswering() }

    public nonisolated func meansGone(_ error: any Error) -> Bool {
        if case HAProxyError.runtimeUnavailable = error { true } else { false }
    }
}

/// Who gets what. Each is one question to the process, and none waits for another of this actor.
extension HAProxyRouter {
    private nonisolated var lease: Duration { DeadManSwitch.haproxy.lease }

    public nonisolated func attach(_ endpoints: [Endpoint], to slot: Slot) async throws {
        try await instance.setEndpoints(slot, endpoints)
    }

    public nonisolated func shift(to share: Share, at now: Timestamp) async throws -> Bool {
        try await instance.shift(to: share, lease: now + lease, at: now)
    }

    public nonisolated func renewLease(at now: Timestamp) async throws -> Bool {
        try await instance.renewLease(until: now + lease, at: now)
    }

    public nonisolated func closeShare() async throws { try await instance.setSplitToZero() }

    public nonisolated func giveEverything(to slot: Slot) async throws { try await instance.giveEverything(to: slot) }

    public nonisolated func drain(_ slot: Slot) async throws { try await instance.drain(slot) }

    public nonisolated func openRequests(of slot: Slot) async throws -> Int { try await instance.activeSessions(slot) }

    public nonisolated func withhold(_ endpoints: [Slot: Set<Endpoint>]) async throws {
        try await instance.withhold(endpoints)
    }

    public nonisolated func restoreSplit() async throws { try await instance.restoreSplit() }
}

extension HAProxyConfiguration {
    init(_ setup: RouterSetup) {
        self.init(
            listen: setup.route.listen, endpoints: setup.endpoints, withheld: setup.withheld,
            instancesPerSlot: setup.instancesPerSlot, initialStable: setup.initialStable,
            stickyCookie: setup.route.stickyCookie)
    }
}
