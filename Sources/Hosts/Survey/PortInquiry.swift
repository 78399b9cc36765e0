import Delivery
import Foundation
import Posix
import StateDirectory
import Values

/// Asks hosts who listens on the ports of what is in service, for whoever is not releasing it.
///
/// A connection to a host is shared with those that do; it ends by itself when nobody has used it for a minute.
public actor PortInquiry {
    private let state: StateDirectory
    private let variables: [String: String]
    private var hosts: [EnvironmentName: HostGroup] = [:]

    /// How long a host may take; after that nobody knows.
    private static let limit = Duration.seconds(10)

    /// - Parameter variables: this program's environment. `SLIPWAY_SSH_CONFIG` in it is a file for `ssh`.
    public init(state: StateDirectory, variables: [String: String]) {
        self.state = state
        self.variables = variables
    }

    /// Who listens where an instance should; a host that can't be asked doesn't know.
    public func listener(of instance: PlacedInstance, in environment: EnvironmentName) async -> PortListener {
        let hosts = hosts(of: environment)
        return await withTaskGroup(of: PortListener.self) { group in
            group.addTask { await hosts.listener(of: instance.id, at: instance.endpoint) }
            group.addTask {
                try? await Task.sleep(for: Self.limit)
                return .unknown(why: "\(instance.id.host.written) did not answer within \(Self.limit.brief)")
            }
            defer { group.cancelAll() }
            return await group.next() ?? .unknown(why: "nobody was asked")
        }
    }

    private func hosts(of environment: EnvironmentName) -> HostGroup {
        if let known = hosts[environment] { return known }
        let directory = URL(filePath: state.environment(environment), directoryHint: .isDirectory)
        let new = HostGroup(directory: directory, variables: variables)
        hosts[environment] = new
        return new
    }
}
