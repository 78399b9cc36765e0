import Delivery
import Fleet
import Foundation

/// The hosts of one environment: this machine, and those over SSH, each of which is met when it is first needed.
actor HostGroup {
    nonisolated let local: LocalHost
    private let directory: URL
    private let options: SSHOptions
    private var met: [SSHAddress: SSHHost] = [:]

    /// - Parameters:
    ///   - directory: the environment's own, on this machine.
    ///   - variables: the executor's environment. `SLIPWAY_SSH_CONFIG` in it is a file that `ssh` reads instead of the
    ///     user's.
    init(directory: URL, variables: [String: String]) {
        self.directory = directory
        local = LocalHost(layout: HostLayout(root: directory))
        let configuration = variables["SLIPWAY_SSH_CONFIG"].flatMap { $0.isEmpty ? nil : URL(filePath: $0).path }
        options = SSHOptions(controlDirectory: directory.appending(path: "ssh"), configuration: configuration)
    }

    /// Gives a host, once it could be reached. Throws `SSHError` and what keeps a file from being written here.
    func host(_ address: HostAddress) async throws -> any ServiceHost {
        guard case .ssh(let ssh) = address else { return local }
        if let host = met[ssh] { return host }
        let host = try await SSHHost.meet(ssh, root: try root(), options: options)
        met[ssh] = host
        return host
    }

    /// Where things that concern a host are noted on this machine, in a layout like its own.
    nonisolated func notes(on address: HostAddress) -> HostLayout {
        guard case .ssh(let ssh) = address else { return local.layout }
        return HostLayout(root: remotes.appending(path: "\(ssh)", directoryHint: .isDirectory))
    }

    /// This machine, and every other that there are notes about.
    nonisolated var known: [HostAddress] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: remotes.path)) ?? []
        return [.local] + names.compactMap { SSHAddress($0).map(HostAddress.ssh) }
    }

    private nonisolated var remotes: URL { directory.appending(path: "hosts", directoryHint: .isDirectory) }

    /// Where this environment's things are on every host, below the user's home.
    ///
    /// Others may release to the same hosts, with environments and runs that have the same names. What they started
    /// must never be taken for ours, so the name has a part that was drawn once for this state directory.
    private func root() throws -> String {
        let note = directory.appending(path: "host-root")
        if let text = try? String(contentsOf: note, encoding: .utf8), !text.isEmpty { return text }
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        let root = ".slipway/\(directory.lastPathComponent)-\(number)"
        try Data(root.utf8).write(to: note, options: .atomic)
        return root
    }

    /// Gives back the connections; what runs on the hosts goes on.
    func close() async {
        for host in met.values { await host.close() }
        met = [:]
    }
}
