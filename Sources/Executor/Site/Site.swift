import Delivery
import Fleet
import Foundation
import Journal
import Telemetry
import Traffic

/// One environment as it really is: its router, its request log, its releases and its instances.
actor Site {
    nonisolated let environment: EnvironmentName
    nonisolated let hosts: Hosts
    nonisolated let router: HAProxyInstance
    var accounts = RequestAccounts()
    /// Lines that came while the accounts were opened, for the next sample.
    var unreported = RequestTally()
    var sampledAt = ContinuousClock.now
    private var log: RequestLogReceiver?
    private var opening: (plan: ReleasePlan, task: Task<Void, any Error>)?
    /// Whether the router had to be started again since that was last told.
    var wasRestored = false
    /// Ports given to instances that may not listen yet.
    var promisedPorts: [URL: Int] = [:]
    /// What is tidied up on other hosts while the release goes on.
    var housekeeping: Task<Void, Never>?

    /// Makes what is not there yet.
    init(_ environment: EnvironmentName, in state: StateDirectory, variables: [String: String]) throws {
        self.environment = environment
        hosts = Hosts(directory: URL(filePath: try state.prepare(environment: environment)), variables: variables)
        try FileManager.default.createDirectory(
            atPath: state.router(of: environment), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try state.routerSockets(of: environment).prepare()
        router = HAProxyInstance(paths: try state.routerPaths(of: environment))
    }

    /// The request log, read from now on. It is bound before HAProxy starts, so that no line is lost.
    func requestLog() throws -> RequestLogReceiver {
        if let log { return log }
        let receiver = try RequestLogReceiver(path: router.paths.logSocket)
        log = receiver
        return receiver
    }

    /// Makes the router run as the release needs it, once for each release; one that already runs is taken over.
    func openRouter(for release: ReleaseState) async throws {
        if let opening, opening.plan == release.plan { return try await opening.task.value }
        let task = Task {
            _ = try requestLog()
            try await router.start(release.routerConfiguration)
        }
        opening = (release.plan, task)
        wasRestored = false
        do {
            try await task.value
        } catch {
            if opening?.plan == release.plan { opening = nil }
            throw error
        }
    }

    /// The router has gone; the next effect that needs it starts it again.
    func forgetRouter() {
        opening = nil
    }

    /// Ends the router, so that nothing listens any more.
    func closeRouter() async throws {
        try await router.stop()
        close()
    }

    func close() {
        log?.close()
        log = nil
        opening = nil
    }
}

extension ReleaseState {
    /// The router's configuration with whatever serves now, and the candidate once it is attached. One that was exposed
    /// before an executor died may still have its share: it stays known to the router until that is closed.
    var routerConfiguration: HAProxyConfiguration {
        var endpoints: [Slot: [Endpoint]] = [:]
        if let previous = plan.previous { endpoints[previous.slot] = previous.instances.map(\.endpoint) }
        if attached || wasExposed { endpoints[plan.slot] = placedInstances.map(\.endpoint) }
        return HAProxyConfiguration(
            listen: settings.traffic.listen, endpoints: endpoints, withheld: withheld.endpoints,
            instancesPerSlot: settings.hosts.count * settings.service.instances,
            initialStable: plan.previous?.slot ?? plan.slot, stickyCookie: settings.traffic.stickyCookie)
    }
}
