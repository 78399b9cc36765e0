import Delivery
import Fleet
import Foundation
import Values
import Variables

/// What instances find in their environment.
extension HostPlatform {
    /// What an instance finds in its environment; one that was started before has it already.
    func variables(
        for instance: ServiceInstance, _ id: InstanceID, of release: ReleaseState, in run: RunState
    ) async throws -> ReadVariables {
        let (wanted, reader) = wanted(by: release, in: run)
        // Nobody is asked who need not be: on another host that takes a while.
        var isNew = wanted.layers.isEmpty
        if !isNew { isNew = try await instance.state() == .notStarted }
        return try await isNew ? reader.read(wanted, here: id.host == .local) : reader.unread(wanted)
    }

    /// Makes sure before anything is touched that the instances of a release can have what they need.
    ///
    /// - Throws: `MissingVariables`
    nonisolated func demandVariables(of release: ReleaseState, in run: RunState) async throws {
        let (wanted, reader) = wanted(by: release, in: run)
        if !wanted.layers.isEmpty { _ = try await reader.read(wanted) }
    }

    /// A plan from before variables were kept in it has those of its pipeline.
    private nonisolated func wanted(
        by release: ReleaseState, in run: RunState
    ) -> (ProcessVariables, VariableReader) {
        let recorded = release.plan.variables ?? run.pipeline?.variables(ofServiceIn: environment)
        let workspace = URL(filePath: run.workspace ?? "/", directoryHint: .isDirectory)
        return (recorded ?? ProcessVariables(), VariableReader(variables, workspace: workspace))
    }

    /// What Slipway itself says of an instance.
    nonisolated func ownVariables(
        of id: InstanceID, running artifact: Artifact, at address: String
    ) -> [String: String] {
        [
            "SLIPWAY_ENVIRONMENT": environment.rawValue,
            "SLIPWAY_DIGEST": artifact.digest.hexadecimal,
            "SLIPWAY_VERSION": artifact.version,
            "SLIPWAY_HOST": id.host.shortName,
            "SLIPWAY_ADDRESS": address,
        ]
    }
}
