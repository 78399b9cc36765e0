import Delivery
import Foundation
import SlipwayTesting
import Testing

@testable import Fleet

/// A host behind a real sshd, and a durable command on it.
struct SSHFixture: Sendable {
    let server: SSHServer
    let scratch: URL
    let host: SSHHost
    let command: SSHCommand

    static func with(_ work: (SSHFixture) async throws -> Void) async throws {
        let directory = try SlipwayTesting.TemporaryDirectory()
        defer { directory.remove() }
        let scratch = URL(filePath: directory.path, directoryHint: .isDirectory)
        try await SSHServer.serving(in: scratch) { server in
            let host = try await meet(server, scratch)
            let command = SSHCommand(
                connection: host.connection, directory: host.layout.root.appending(path: "command 'odd\" $(name) \\n;&")
            )
            let fixture = SSHFixture(server: server, scratch: scratch, host: host, command: command)
            do {
                try await work(fixture)
            } catch {
                try? await fixture.end()
                throw error
            }
            try await fixture.end()
        }
    }

    private func end() async throws {
        await host.close()
        // Whatever the test left: not over SSH, which may be what is broken.
        try? await DurableCommand(directory: command.directory).cancel(grace: .zero)
    }

    private static func meet(_ server: SSHServer, _ scratch: URL) async throws -> SSHHost {
        let options = SSHOptions(
            controlDirectory: scratch.appending(path: "control"), configuration: server.configuration)
        let address = try #require(SSHAddress("127.0.0.1:\(server.port)"))
        return try await SSHHost.meet(address, root: ".slipway/production", options: options)
    }

    func specification(_ script: String, _ environment: [String: String] = [:]) -> DurableCommandSpecification {
        DurableCommandSpecification(script: script, workingDirectory: scratch, environment: environment)
    }

    func run(_ script: String, _ environment: [String: String] = [:]) async throws -> CommandEnd {
        _ = try await command.start(specification(script, environment))
        return try await command.wait()
    }

    func output() async throws -> String {
        String(decoding: try await command.lastOutput(limit: 1 << 20).bytes, as: UTF8.self)
    }

    /// What is in a file of the working directory, once it ends with a line.
    func line(in name: String) async throws -> String {
        var text = ""
        try await eventually {
            text = (try? String(contentsOf: scratch.appending(path: name), encoding: .utf8)) ?? ""
            return text.hasSuffix("\n")
        }
        return String(text.dropLast())
    }

    func make(_ name: String) throws {
        try Data().write(to: scratch.appending(path: name))
    }
}
