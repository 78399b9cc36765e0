import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A real sshd of one test's own, on a port of 127.0.0.1, for the user who runs the test. Nobody's `~/.ssh` is touched.
public struct SSHServer: Sendable {
    private static let program = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/opt/homebrew/sbin"]
        .map { "\($0)/sshd" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether there is an sshd to be had.
    public static var isInstalled: Bool { program != nil }

    public let port: Int
    /// For `ssh -F`: it knows the server as 127.0.0.1 at its port and as `web-1`, and has a key for it.
    public let configuration: String
    /// What the server takes for the user's home.
    public let home: String
    private let process: Int32

    /// Runs a server for as long as the work lasts, with its files in `folder`.
    public static func serving<Value: Sendable>(
        in folder: URL, _ work: (SSHServer) async throws -> Value
    ) async throws -> Value {
        guard let program else { throw TemporaryDirectory.Failure(description: "there is no sshd") }
        let port = try FreePort.next()
        let home = folder.appending(path: "home").path
        try await prepare(folder, home: home, port: port)
        var options = PlatformOptions()
        options.createSession = true
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: ["-D", "-e", "-f", "\(folder.path)/sshd_config"],
            platformOptions: options, input: .none, output: .discarded, error: .string(limit: 4 << 20)
        ) { execution in
            let server = SSHServer(
                port: port, configuration: "\(folder.path)/ssh_config", home: home,
                process: execution.processIdentifier.value)
            let value: Result<Value, any Error>
            do {
                // To try and take the port would be in its way.
                try await eventually("sshd listens") { (try? HTTPConnection(port: port)) != nil }
                value = .success(try await work(server))
            } catch {
                value = .failure(error)
            }
            try? execution.send(signal: .terminate)
            try? await server.cutConnections()
            return value
        }
        return try result.closureResult.get()
    }

    private static func prepare(_ folder: URL, home: String, port: Int) async throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        for key in ["host", "user"] {
            _ = try await Subprocess.run(
                .name("ssh-keygen"), arguments: ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder.path)/\(key)"],
                output: .discarded)
        }
        // A directory that sshd needs as root, which only a system's own service makes.
        if geteuid() == 0 { _ = mkdir("/run/sshd", 0o755) }
        try write(serverConfiguration(folder.path, home: home, port: port), to: "\(folder.path)/sshd_config")
        let hostKey = try String(contentsOfFile: "\(folder.path)/host.pub", encoding: .utf8)
        try write("slipway-test \(hostKey)", to: "\(folder.path)/known_hosts")
        try write(clientConfiguration(folder.path, port: port), to: "\(folder.path)/ssh_config")
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private static func serverConfiguration(_ folder: String, home: String, port: Int) -> String {
        """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder)/host
        PidFile none
        AuthorizedKeysFile \(folder)/user.pub
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        SetEnv HOME=\(home)

        """
    }

    private static func clientConfiguration(_ folder: String, port: Int) -> String {
        """
        Host web-1
            HostName 127.0.0.1
            Port \(port)
        Host *
            IdentityFile \(folder)/user
            IdentitiesOnly yes
            IdentityAgent none
            HostKeyAlias slipway-test
            UserKnownHostsFile \(folder)/known_hosts
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes

        """
    }

    /// Ends all sessions at once, as if the network had gone; the server takes new ones.
    public func cutConnections() async throws {
        for session in try await sessions() { kill(session, SIGKILL) }
    }

    /// The processes that hold a connection: the server's children, and theirs that still are sshd.
    public func sessions() async throws -> [Int32] {
        let listing = try await Subprocess.run(
            .name("ps"), arguments: ["-A", "-o", "pid=,ppid=,args="], output: .string(limit: 32 << 20))
        let rows = listing.standardOutput.split(separator: "\n").compactMap { line -> (Int32, Int32, Substring)? in
            let fields = line.split(separator: " ", maxSplits: 2)
            guard fields.count == 3, let pid = Int32(fields[0]), let parent = Int32(fields[1]) else { return nil }
            return (pid, parent, fields[2])
        }
        let first = rows.filter { $0.1 == process && $0.2.hasPrefix("sshd") }.map(\.0)
        return first + rows.filter { first.contains($0.1) && $0.2.hasPrefix("sshd") }.map(\.0)
    }
}
