import Delivery
import Foundation
import HAProxy
import StateDirectory
import Values

/// Asks an environment's router itself who gets the requests, for whoever holds that against the journal.
public struct RouterInquiry: Sendable {
    private let state: StateDirectory

    public init(state: StateDirectory) {
        self.state = state
    }

    /// Whether the router answers its own process's questions. Whatever listens where users come may be another program.
    public func answers(in environment: EnvironmentName) async -> Bool {
        do {
            guard let router = router(of: environment) else { return false }
            _ = try await router.stableSlot()
            return true
        } catch {
            return false
        }
    }

    /// The slot that has all requests but a candidate's share; `nil` where no router of ours answers.
    public func servingSlot(in environment: EnvironmentName) async -> Slot? {
        (try? await router(of: environment)?.stableSlot()) ?? nil
    }

    /// Those of what is in service that the router sends nothing to; `nil` where no router of ours answers, or users are
    /// somewhere else.
    public func closed(of deployment: Deployment, in environment: EnvironmentName) async -> Set<InstanceID>? {
        guard let router = router(of: environment), (try? await router.stableSlot()) == deployment.slot else {
            return nil
        }
        let closed = try? await router.closed(of: deployment.instances.map(\.endpoint), in: deployment.slot)
        return closed.map { closed in Set(deployment.instances.filter { closed.contains($0.endpoint) }.map(\.id)) }
    }

    /// The router's process, where it lives, whether it answers or not.
    public func process(in environment: EnvironmentName) async -> Int32? {
        await router(of: environment)?.livingProcess()
    }

    private func router(of environment: EnvironmentName) -> HAProxyInstance? {
        (try? state.routerPaths(of: environment)).map { HAProxyInstance(paths: $0) }
    }
}
