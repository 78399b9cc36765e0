import Delivery
import Fleet
import Foundation
import HAProxy
import Platforms
import StateDirectory
import Values
import Variables

/// Hosts behind a traffic router: one environment as it really is.
actor HostPlatform: Platform {
    nonisolated let environment: EnvironmentName
    nonisolated let hosts: HostGroup
    nonisolated let router: any TrafficRouter
    nonisolated let artifacts: ArtifactStore
    nonisolated let variables: PassedVariables
    nonisolated let now: @Sendable () -> Timestamp
    /// Hears of what went wrong beside a release, and does not end it.
    nonisolated let notice: @Sendable (Problem) -> Void
    private var opening: (plan: ReleasePlan, task: Task<Void, any Error>)?
    /// Whether the router had to be started again since that was last told.
    var wasRestored = false
    /// Ports given to instances that may not listen yet.
    var promisedPorts: [URL: Int] = [:]
    /// What is tidied up on other hosts while the release goes on.
    var housekeeping: Task<Void, Never>?

    /// Makes what is not there yet.
    init(
        _ environment: EnvironmentName, in state: StateDirectory, variables: PassedVariables,
        now: @escaping @Sendable () -> Timestamp, notice: @escaping @Sendable (Problem) -> Void
    ) throws {
        self.environment = environment
        self.notice = notice
        self.variables = variables
        self.now = now
        artifacts = ArtifactStore(directory: URL(filePath: state.artifacts))
        hosts = HostGroup(
            directory: URL(filePath: try state.prepare(environment: environment)), variables: variables.all)
        try FileManager.default.createDirectory(
            atPath: state.router(of: environment), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try state.routerSockets(of: environment).prepare()
        router = HAProxyRouter(paths: try state.routerPaths(of: environment))
    }

    /// Makes the router run as the release needs it, once for each release; one that already runs is taken over.
    func openRouter(for release: ReleaseState) async throws {
        if let opening, opening.plan == release.plan { return try await opening.task.value }
        let task = Task { try await router.open(release.routerSetup) }
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
        try await router.end()
        opening = nil
    }
}

extension ReleaseState {
    /// The router with whatever serves now, and the candidate once it is attached. One that was exposed before an
    /// executor died may still have its share: it stays known to the router until that is closed.
    fileprivate var routerSetup: RouterSetup {
        var endpoints: [Slot: [Endpoint]] = [:]
        if let previous = plan.previous { endpoints[previous.slot] = previous.instances.map(\.endpoint) }
        if attached || wasExposed { endpoints[plan.slot] = placedInstances.map(\.endpoint) }
        return RouterSetup(
            route: settings.traffic, endpoints: endpoints, withheld: withheld.endpoints,
            instancesPerSlot: settings.hosts.count * settings.service.instances,
            initialStable: plan.previous?.slot ?? plan.slot)
    }
}
