import Delivery
import Fleet
import Foundation

/// Instances: their start and their end.
extension Site {
    nonisolated func instance(_ id: InstanceID) -> ServiceInstance {
        ServiceInstance(
            on: host, slot: id.slot, index: id.index, attempt: ServiceAttempt(run: id.run.value, ordinal: id.attempt))
    }

    /// Starts an instance on a port of its own; one that an earlier attempt started keeps the port it was given.
    func start(_ id: InstanceID, of release: ReleaseState, variables: [String: String]) async throws -> Endpoint {
        let instance = instance(id)
        let port = try port(for: instance)
        var variables = variables
        variables["SLIPWAY_ENVIRONMENT"] = environment.rawValue
        variables["SLIPWAY_DIGEST"] = release.plan.artifact.digest.hexadecimal
        variables["SLIPWAY_VERSION"] = release.plan.artifact.version
        _ = try await instance.start(
            ServiceSpecification(
                start: release.settings.service.start, in: layout.release(release.plan.artifact.digest),
                environment: variables, port: port))
        return Endpoint(address: "127.0.0.1", port: port)
    }

    func stop(_ id: InstanceID, within limit: Duration) async throws {
        try await instance(id).stop(within: limit)
        promisedPorts = [:]
    }

    /// Lets `current` follow the traffic, and removes releases that nobody will return to.
    nonisolated func activate(_ slot: Slot, of release: ReleaseState) throws {
        let candidate = release.plan.artifact.digest
        let previous = release.plan.previous?.artifact.digest
        let stable = slot == release.plan.slot ? candidate : previous ?? candidate
        try layout.activate(stable)
        try layout.prune(protecting: Set([candidate, previous].compactMap { $0 }))
    }

    /// The port is written down before the start, so that a start after a crash finds it.
    private func port(for instance: ServiceInstance) throws -> Int {
        let note = instance.command.directory.appendingPathExtension("port")
        if let text = try? String(contentsOf: note, encoding: .utf8), let port = Int(text) { return port }
        let port = try host.freePort(avoiding: Set(promisedPorts.values))
        promisedPorts[note] = port
        try FileManager.default.createDirectory(
            at: note.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data("\(port)".utf8).write(to: note, options: .atomic)
        return port
    }
}

extension ServiceInstance {
    /// How an instance that ended failed, with what it said last.
    func failure(after outcome: CommandEnd) async -> InstanceFailure {
        .exited(status: outcome.description, lastOutput: await lastWords)
    }

    /// The last lines that the instance printed, for a failure card.
    var lastWords: String {
        get async { ((try? await lastLines(8)) ?? []).joined(separator: "\n") }
    }
}
