import Delivery
import Fleet
import Foundation
import Values
import Variables

/// Instances: their start and their end.
extension HostPlatform {
    /// An instance, once its host could be reached.
    nonisolated func instance(_ id: InstanceID) async throws -> ServiceInstance {
        try await hosts.instance(id)
    }

    /// Makes the artifact a release on all hosts, at the same time; gives those where what was there had been changed,
    /// so that a fresh copy was made.
    nonisolated func place(
        _ artifact: Digest, on addresses: [HostAddress], from store: ArtifactStore
    ) async throws -> [HostAddress] {
        let renewed = try await withThrowingTaskGroup(of: HostAddress?.self) { group in
            for address in addresses {
                group.addTask { [hosts] in
                    try await hosts.host(address).place(artifact, from: store).isRenewed ? address : nil
                }
            }
            return try await group.reduce(into: Set<HostAddress>()) { if let address = $1 { $0.insert(address) } }
        }
        return addresses.filter(renewed.contains)
    }

    /// Starts an instance on a port of its own; one that an earlier attempt started keeps the port it was given.
    ///
    /// On this machine it finds what its pipeline says and what everything finds; on others the latter is that of a login.
    ///
    /// - Throws: `MissingVariables`, and what keeps it from being started.
    func start(_ id: InstanceID, of release: ReleaseState, in run: RunState) async throws -> Endpoint {
        let host = try await hosts.host(id.host)
        let instance = try await instance(id)
        let port = try await port(for: id, on: host)
        let found = try await variables(for: instance, id, of: release, in: run)
        let own = ownVariables(of: id, running: release.plan.artifact, at: host.address)
        _ = try await instance.start(
            ServiceSpecification(
                start: release.settings.service.start, in: try await host.release(release.plan.artifact.digest),
                environment: found.values.merging(own) { $1 }, port: port, secrets: found.secrets))
        return Endpoint(address: host.address, port: port)
    }

    func stop(_ id: InstanceID, within limit: Duration) async throws {
        try await instance(id).stop(within: limit)
        promisedPorts = [:]
    }

    /// Waits until an instance has ended, for as long as its host can't be reached too, and says how it failed.
    nonisolated func failure(of id: InstanceID) async throws -> InstanceFailure {
        let instance = try await Persistence.keepTrying { try await self.instance(id) }
        return .exited(status: try await instance.exit.seen, lastOutput: await lastWords(of: id))
    }

    /// The last lines that the instance printed, for a failure card; none when its host can't be reached.
    nonisolated func lastWords(of id: InstanceID) async -> String {
        let lines = try? await instance(id).lastLines(8)
        return (lines ?? []).joined(separator: "\n")
    }

    /// The port is written down before the start, so that a start after a crash finds it.
    private func port(for id: InstanceID, on host: any ServiceHost) async throws -> Int {
        let note = hosts.portNote(of: hosts.firstPlace(of: id), on: id.host)
        if let text = try? String(contentsOf: note, encoding: .utf8), let port = Int(text) { return port }
        var port = try await host.freePort(avoiding: Set(promisedPorts.values))
        // Another instance may have been promised the same meanwhile.
        while promisedPorts.values.contains(port) {
            port = try await host.freePort(avoiding: Set(promisedPorts.values))
        }
        promisedPorts[note] = port
        try FileManager.default.createDirectory(
            at: note.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data("\(port)".utf8).write(to: note, options: .atomic)
        return port
    }
}
