import Delivery
import Foundation

/// How `ssh` is called. Everything else is the user's: keys, aliases, jump hosts, host keys, in `~/.ssh/config`.
public struct SSHOptions: Hashable, Sendable {
    /// Read instead of `~/.ssh/config` and the system's file: `ssh -F`.
    public let configuration: String?
    /// A private directory (0700), made when it is needed, for the sockets of shared connections.
    public let controlDirectory: URL

    /// - Parameters:
    ///   - configuration: An absolute path; `nil` for the files that `ssh` reads by itself.
    ///   - controlDirectory: An absolute file URL.
    public init(controlDirectory: URL, configuration: String? = nil) {
        self.controlDirectory = controlDirectory
        self.configuration = configuration
    }

    /// Options and destination; what is to be done there follows.
    ///
    /// Host keys are checked as the user's configuration says, here and always. The connection is shared by all that
    /// goes on at the same time and for a minute after. Its socket is relative to the directory that `ssh` is started
    /// in, as the address of a socket has little room, and a path may hold what the option would take for its own.
    func arguments(to address: SSHAddress, _ more: [String] = []) -> [String] {
        let settings = [
            "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3",
            "ControlMaster=auto", "ControlPath=%C", "ControlPersist=60", "ClearAllForwardings=yes",
            "PermitLocalCommand=no", "RemoteCommand=none", "RequestTTY=no",
        ]
        var arguments = configuration.map { ["-F", $0] } ?? []
        // No terminal, no graphics, and no use of the user's agent from there.
        arguments += ["-T", "-x", "-a"] + settings.flatMap { ["-o", $0] } + more
        if let user = address.user { arguments += ["-l", user] }
        if let port = address.port { arguments += ["-p", "\(port)"] }
        return arguments + ["--", address.host]
    }
}
