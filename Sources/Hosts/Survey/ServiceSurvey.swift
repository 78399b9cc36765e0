import Delivery
import Fleet
import Foundation
import Posix
import StateDirectory

/// A service that runs and that the journal knows nothing of.
public struct UnknownService: Hashable, Sendable, CustomStringConvertible {
    /// Its directory on its host.
    public let directory: String
    public let host: HostAddress
    /// The group that its processes form; `nil` where that could not be asked.
    public let processGroup: Int32?

    public var description: String {
        let processes = processGroup.map { " (process group \($0))" } ?? ""
        return "\(directory)\(host == .local ? "" : " on \(host.written)")\(processes)"
    }
}

/// Looks on all hosts for services that run and that nobody has a record of: what a journal that lost its end leaves.
public struct ServiceSurvey: Sendable {
    private let state: StateDirectory
    private let variables: [String: String]

    /// - Parameter variables: this program's environment. `SLIPWAY_SSH_CONFIG` in it is a file for `ssh`.
    public init(state: StateDirectory, variables: [String: String]) {
        self.state = state
        self.variables = variables
    }

    /// - Parameters:
    ///   - ledger: what is in service, as the journal has it.
    ///   - runs: the runs that have not finished: what they have started is theirs.
    /// - Returns: what runs besides, and what could not be asked.
    public func unknown(
        to ledger: Ledger, and runs: [RunState]
    ) async -> (services: [UnknownService], unasked: [Problem]) {
        let known = known(to: ledger, and: runs)
        var services: [UnknownService] = []
        var unasked: [Problem] = []
        for directory in state.environmentDirectories {
            let hosts = HostGroup(
                directory: URL(filePath: directory, directoryHint: .isDirectory), variables: variables)
            let places = Set(
                (known[directory] ?? []).map { Place(host: $0.host, path: hosts.place(of: $0).description) })
            for host in hosts.known {
                do { services += try await running(on: host, of: hosts, except: places) } catch {
                    unasked.append(
                        Problem(what: "\(host.written) could not be asked what runs there", why: error.words))
                }
            }
            await hosts.close()
        }
        return (services, unasked)
    }

    /// By the directory of the environment: two may have instances of the same name. While a release is under way, what
    /// it started and what it is to replace may both run.
    private func known(to ledger: Ledger, and runs: [RunState]) -> [String: [InstanceID]] {
        var known: [String: [InstanceID]] = [:]
        for (name, record) in ledger.environments {
            let deployments = [record.stable, record.kept?.deployment].compactMap { $0 }
            known[state.environment(name), default: []] += deployments.flatMap(\.instances).map(\.id)
        }
        for release in runs.flatMap(\.releases) {
            known[state.environment(release.environment), default: []] +=
                release.plan.instances
                + [release.plan.previous, release.plan.kept].flatMap { $0?.instances ?? [] }.map(\.id)
        }
        return known
    }

    private struct Place: Hashable {
        let host: HostAddress
        let path: String
    }

    private func running(
        on host: HostAddress, of hosts: HostGroup, except known: Set<Place>
    ) async throws -> [UnknownService] {
        var services: [UnknownService] = []
        for service in try await hosts.host(host).startedServices() {
            let path = service.directory.pathComponents.suffix(2).joined(separator: "/")
            guard !known.contains(Place(host: host, path: path)), try await service.state() == .running else {
                continue
            }
            services.append(
                UnknownService(
                    directory: service.directory.path, host: host, processGroup: try await service.processGroup()))
        }
        return services
    }
}
