import Dashboard
import Delivery
import Fleet
import Foundation
import Hosts
import StateDirectory

/// Where what steps and instances print is kept: beside the journal, or on an instance's host.
struct OutputDesk: Sendable {
    private let state: StateDirectory
    private let instances: InstanceCommands

    init(state: StateDirectory) {
        self.state = state
        instances = InstanceCommands(state: state, variables: ProcessInfo.processInfo.environment)
    }

    /// The command that prints, started or not.
    ///
    /// Throws `SSHError` where an instance's host can't be reached.
    func command(of owner: OutputOwner, in run: RunNumber) async throws -> any HostCommand {
        switch owner {
        case .step(let step, let attempt):
            DurableCommand(directory: URL(filePath: state.step(step, attempt: attempt, of: run)))
        case .instance(let instance, let environment): try await instances.command(of: instance, in: environment)
        }
    }
}
