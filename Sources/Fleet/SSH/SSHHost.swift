import Delivery
import Foundation
import Values

/// A machine that is reached over SSH, with OpenSSH's own `ssh` and the user's configuration for it.
public struct SSHHost: ServiceHost {
    public let layout: HostLayout
    public let address: String
    let connection: SSHConnection

    public var name: String { connection.host }

    /// Meets the host: looks its address up, logs in, and finds the user's home.
    ///
    /// - Parameter root: the root of the layout, relative to the home; letters, digits, `-`, `_`, `.` and `/`.
    /// - Throws: ``SSHError``, ``SystemCallError`` or `CancellationError`.
    public static func meet(_ ssh: SSHAddress, root: String, options: SSHOptions) async throws -> SSHHost {
        let connection = SSHConnection(address: ssh, options: options)
        let name = try await connection.settings()["hostname"] ?? ssh.host
        let address = try await NumericAddress.resolve(name, of: connection.host)
        let answer = try await Persistence.keepTrying(atMost: 3) { try await connection.run(.home) }
        let home = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard home.hasPrefix("/"), Array("\(home)\n".utf8) == answer,
            !home.unicodeScalars.contains(where: \.isInvisible)
        else { throw SSHError.unreadable(host: connection.host, purpose: "logging in", answer: home) }
        let layout = HostLayout(root: URL(filePath: "\(home)/\(root)", directoryHint: .isDirectory))
        return SSHHost(layout: layout, address: address, connection: connection)
    }

    public func command(in directory: URL) -> any HostCommand {
        SSHCommand(connection: connection, directory: directory)
    }

    /// Throws ``SSHError``.
    public func startedServices() async throws -> [any HostCommand] {
        let answer = try await connection.run(.services, [root], limit: 4 << 20)
        let run = layout.root.appending(path: "run", directoryHint: .isDirectory)
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").map { name in
            command(in: run.appending(path: String(name), directoryHint: .notDirectory))
        }
    }

    /// Throws ``SSHError``. Asks for ports below those that systems use for outgoing connections.
    public func freePort(avoiding taken: Set<Int>) async throws -> Int {
        let candidates = Set((0..<64).map { _ in Int.random(in: 20_000..<32_768) }).subtracting(taken)
        let arguments = candidates.map { "\($0):" + Self.hexadecimal($0) }
        let answer = try await trying { try await connection.run(.freePort, arguments) }
        let line = String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard let port = Int(line), candidates.contains(port) else {
            throw SSHError.unreadable(host: name, purpose: RemoteScript.freePort.purpose, answer: line)
        }
        return port
    }

    /// Four digits in capitals, as in `/proc/net/tcp`.
    private static func hexadecimal(_ port: Int) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Gives back the connection that is kept open for more to come. What runs on the host goes on.
    public func close() async {
        await connection.close()
    }

    var root: String { layout.root.path }

    /// A short trouble with the connection is got over; all that is asked for here can be asked for twice.
    func trying<Value: Sendable>(_ attempt: () async throws -> Value) async throws -> Value {
        try await Persistence.keepTrying(atMost: 3, attempt)
    }
}
