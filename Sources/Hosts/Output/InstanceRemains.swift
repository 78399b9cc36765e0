import Delivery
import Fleet
import Foundation
import Posix
import StateDirectory

/// Removes what instances of runs left that are not remembered any more: above all what they printed.
public struct InstanceRemains: Sendable {
    private let state: StateDirectory
    private let variables: [String: String]

    /// - Parameter variables: this program's environment. `SLIPWAY_SSH_CONFIG` in it is a file for `ssh`.
    public init(state: StateDirectory, variables: [String: String]) {
        self.state = state
        self.variables = variables
    }

    /// - Parameters:
    ///   - removed: the runs that are forgotten.
    ///   - ledger: what is in service stays, whichever run released it.
    /// - Returns: what could not be removed. What still runs just stays.
    public func remove(of removed: [RunNumber], knowing ledger: Ledger) async -> [Problem] {
        guard !removed.isEmpty else { return [] }
        var problems: [Problem] = []
        for directory in state.environmentDirectories {
            let hosts = HostGroup(
                directory: URL(filePath: directory, directoryHint: .isDirectory), variables: variables)
            let serving = ledger.environments.first { state.environment($0.key) == directory }?.value.stable
            let kept = Set(
                (serving?.instances ?? []).map { Place(host: $0.id.host, path: hosts.place(of: $0.id).description) })
            for host in hosts.known {
                do { try await remove(Set(removed), on: host, of: hosts, except: kept) } catch {
                    problems.append(
                        Problem(what: "what old instances left on \(host.written) stays there", why: error.words))
                }
            }
            await hosts.close()
        }
        return problems
    }

    private struct Place: Hashable {
        let host: HostAddress
        let path: String
    }

    private func remove(
        _ removed: Set<RunNumber>, on host: HostAddress, of hosts: HostGroup, except kept: Set<Place>
    ) async throws {
        let begun = try await hosts.host(host).startedServices()
        for service in begun {
            let path = service.directory.pathComponents.suffix(2).joined(separator: "/")
            guard let run = StateDirectory.run(ofAttempt: service.directory.lastPathComponent), removed.contains(run),
                !kept.contains(Place(host: host, path: path)), try await service.discard()
            else { continue }
            for suffix in ["port", "start"] {
                let note = hosts.notes(on: host).root.appending(path: "run/\(path).\(suffix)")
                try? FileManager.default.removeItem(at: note)
            }
        }
    }
}
