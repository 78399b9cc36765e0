import Delivery
import Foundation
import SlipwayTesting
import Testing

@testable import Fleet

/// Whoever can't be reached has not failed: nobody knows.
@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHErrorTests {
    private func connection(_ fixture: SSHFixture, _ address: String, _ more: String = "") throws -> SSHConnection {
        let text = try String(contentsOfFile: fixture.server.configuration, encoding: .utf8)
        let file = fixture.scratch.appending(path: "other_config").path
        try Data("\(more)\n\(text)".utf8).write(to: URL(filePath: file))
        let options = SSHOptions(controlDirectory: fixture.scratch.appending(path: "other"), configuration: file)
        return SSHConnection(address: try #require(SSHAddress(address)), options: options)
    }

    private func words(_ connection: SSHConnection) async throws -> String {
        let error = await #expect(throws: SSHError.self) { try await connection.run(.home) }
        guard case .unreachable? = error else {
            Issue.record("\(String(describing: error))")
            return ""
        }
        return "\(try #require(error))"
    }

    @Test func aClosedPortIsUnreachable() async throws {
        try await SSHFixture.with { fixture in
            let port = try SlipwayTesting.FreePort.next()
            let words = try await words(connection(fixture, "deploy@127.0.0.1:\(port)"))
            #expect(words.hasPrefix("ssh://deploy@127.0.0.1:\(port) can't be reached: "))
            #expect(words.contains("Connection refused") && words.contains("see that sshd listens"))
        }
    }

    @Test func anUnknownHostKeyIsNeverTaken() async throws {
        try await SSHFixture.with { fixture in
            let words = try await words(
                connection(fixture, "127.0.0.1:\(fixture.server.port)", "UserKnownHostsFile /dev/null"))
            #expect(words.contains("Host key verification failed") && words.contains("compare its key"))
        }
    }

    @Test func aKeyThatIsNotAcceptedIsSaid() async throws {
        try await SSHFixture.with { fixture in
            let words = try await words(
                connection(
                    fixture, "127.0.0.1:\(fixture.server.port)", "IdentityFile /nonexistent\nPubkeyAuthentication no"))
            #expect(words.contains("Permission denied") && words.contains("ssh-add"))
        }
    }

    @Test func aNameWithoutAnAddressIsSaid() async throws {
        try await SSHFixture.with { fixture in
            let address = try #require(SSHAddress("nowhere.invalid"))
            let error = await #expect(throws: SSHError.self) {
                try await SSHHost.meet(address, root: "r", options: fixture.host.connection.options)
            }
            guard case .unresolvable(_, "nowhere.invalid", _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aProgramThatFailsThereIsNoLostConnection() async throws {
        try await SSHFixture.with { fixture in
            let script = RemoteScript("testing", "printf 'why\\033[2J\\n' >&2; exit 9")
            await #expect(
                throws: SSHError.failed(host: fixture.host.name, purpose: "testing", status: 9, message: "why[2J")
            ) {
                try await fixture.host.connection.run(script)
            }
        }
    }

    /// As a login shell may that prints its whole configuration: it is no fault of this machine's `ssh`.
    @Test func aHostThatSaysTooMuchIsNoMissingClient() async throws {
        try await SSHFixture.with { fixture in
            let script = RemoteScript("testing", "head -c 100000 /dev/zero | tr '\\0' x >&2")
            let error = await #expect(throws: SSHError.self) { try await fixture.host.connection.run(script) }
            #expect(error?.description.contains("more than 64 KiB") == true)
            guard case .unreachable? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func answersAreBounded() async throws {
        try await SSHFixture.with { fixture in
            let script = RemoteScript("testing", "exec cat /dev/zero")
            let error = await #expect(throws: SSHError.self) { try await fixture.host.connection.run(script) }
            guard case .unreadable? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
