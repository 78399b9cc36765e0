import Delivery
import Fleet
import Foundation
import StateDirectory

/// Finds the commands behind instances, running or not, for whoever does not release them: to read what they printed.
///
/// A connection to a host is shared with those that release; it ends by itself when nobody has used it for a minute.
public actor InstanceCommands {
    private let state: StateDirectory
    private let variables: [String: String]
    private var hosts: [EnvironmentName: HostGroup] = [:]

    /// - Parameter variables: this program's environment. `SLIPWAY_SSH_CONFIG` in it is a file for `ssh`.
    public init(state: StateDirectory, variables: [String: String]) {
        self.state = state
        self.variables = variables
    }

    /// The command of an instance, once its host could be reached.
    ///
    /// Throws `SSHError` and what keeps a file from being written here.
    public func command(of instance: InstanceID, in environment: EnvironmentName) async throws -> any HostCommand {
        try await hosts(of: environment).instance(instance).command
    }

    private func hosts(of environment: EnvironmentName) -> HostGroup {
        if let known = hosts[environment] { return known }
        let directory = URL(filePath: state.environment(environment), directoryHint: .isDirectory)
        let new = HostGroup(directory: directory, variables: variables)
        hosts[environment] = new
        return new
    }
}
