import Delivery
import Fleet
import Foundation
import Platforms
import Posix
import Values
import Variables

/// What is in service is kept up, while nothing is released.
extension HostPlatform {
    /// What is refused is tried again at the next look.
    func keepServing(_ deployment: Deployment, without instances: [PlacedInstance]) async -> RouterLook {
        do {
            let wasGone = try await restoreRouter(for: deployment, without: instances)
            try? await router.restoreSplit()
            try? await router.withhold(instances.endpoints)
            return wasGone ? .startedAgain : .runs
        } catch {
            return .gone(detail: error.words, lasting: .zero)
        }
    }

    /// - Returns: whether it had gone.
    private func restoreRouter(for deployment: Deployment, without instances: [PlacedInstance]) async throws -> Bool {
        do {
            try await router.verifyAnswering()
            return false
        } catch  where router.meansGone(error) {
            try Task.checkCancellation()
            if let hadGone = try await router.restore() { return hadGone }
            guard let setup = RouterSetup(deployment, without: instances) else { throw error }
            try await router.open(setup)
            return true
        }
    }

    nonisolated func end(of id: InstanceID) async -> InstanceAnswer? {
        guard let state = try? await instance(id).state() else { return nil }
        switch state {
        case .running: return nil
        case .notStarted: return .ended(status: nil, lastOutput: "")
        case .ended(let end): return .ended(status: end.seen, lastOutput: await lastWords(of: id))
        }
    }

    nonisolated func startAgain(_ placed: PlacedInstance, of deployment: Deployment, start number: Int) async throws {
        guard let start = deployment.start else { return }
        let id = placed.id
        let host = try await hosts.host(id.host)
        let next = ServiceInstance(on: host, at: hosts.firstPlace(of: id).start(number))
        let variables = try await variables(for: start, on: host)
        if try await next.state() == .notStarted { try await instance(id).stop(within: start.stopWithin) }
        let own = ownVariables(of: id, running: deployment.artifact, at: host.address)
        let specification = ServiceSpecification(
            start: start.command, in: try await release(deployment.artifact.digest, on: host),
            environment: variables.values.merging(own) { $1 }, port: placed.endpoint.port, secrets: variables.secrets)
        try Task.checkCancellation()
        try hosts.noteStart(number, of: id)
        _ = try await next.start(specification)
        await forgetStart(number - Self.keptStarts, of: id, on: host)
    }

    /// What the last few starts printed is kept, for whoever looks for why they ended.
    private static let keptStarts = 4

    private nonisolated func forgetStart(_ number: Int, of id: InstanceID, on host: any ServiceHost) async {
        guard number > 0 else { return }
        do {
            _ = try await ServiceInstance(on: host, at: hosts.firstPlace(of: id).start(number)).command.discard()
        } catch {
            notice(Problem(what: "what start \(number) of \(id) left stays there", why: error.words))
        }
    }

    private nonisolated func variables(for start: ServiceStart, on host: any ServiceHost) async throws -> ReadVariables
    {
        let workspace = URL(filePath: start.workspace ?? "/", directoryHint: .isDirectory)
        let reader = VariableReader(variables, workspace: workspace)
        return try await reader.read(start.variables ?? ProcessVariables(), here: host.name == hosts.local.name)
    }

    /// Where a release is that may have been removed, or changed, since it was placed.
    private nonisolated func release(_ digest: Digest, on host: any ServiceHost) async throws -> URL {
        _ = try await host.place(digest, from: artifacts)
        return try await host.release(digest)
    }
}

extension RouterSetup {
    /// With what is in service alone; `nil` for what an earlier program released, which did not keep how.
    fileprivate init?(_ deployment: Deployment, without instances: [PlacedInstance]) {
        guard let start = deployment.start else { return nil }
        self.init(
            route: start.route, endpoints: [deployment.slot: deployment.instances.map(\.endpoint)],
            withheld: instances.endpoints, instancesPerSlot: max(start.instancesPerSlot, deployment.instances.count),
            initialStable: deployment.slot)
    }
}
