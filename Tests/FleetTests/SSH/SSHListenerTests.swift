#if os(Linux)
    import Values
    import Delivery
    import Foundation
    import SlipwayTesting
    import Testing

    @testable import Fleet

    /// Who listens on a port of a host, by the host's own tools.
    @Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHListenerTests {
        private func variables(_ port: Int) -> [String: String] {
            ListenProgram.variables.merging(["PORT": "\(port)"]) { $1 }
        }

        private func listener(_ fixture: SSHFixture, _ port: Int) async throws -> PortListener {
            try await fixture.command.listener(on: Endpoint(address: "127.0.0.1", port: port))
        }

        @Test func theInstancesOwnProcessIsKnown() async throws {
            try await SSHFixture.with { fixture in
                // Without a mark and in a session of its own it would outlive its command on a host.
                let ways = ListenProgram.ownWays.filter { !$0.hasPrefix("setsid env -i") }
                for (index, way) in ways.enumerated() {
                    let port = try Fleet.FreePort.pick()
                    let command = SSHCommand(
                        connection: fixture.host.connection,
                        directory: fixture.host.layout.root.appending(path: "it's $(\(index)) \\n;&"))
                    #expect(try await command.start(fixture.specification(way, variables(port))) == .started)
                    let place = Endpoint(address: "127.0.0.1", port: port)
                    var found = PortListener.nobody
                    try await eventually(way) {
                        found = try await command.listener(on: place)
                        return found != .nobody
                    }
                    #expect(found == .own, "\(way)")
                    #expect(try await command.listener(on: place) == .own, "also when it was known before: \(way)")
                    try await command.cancel(grace: .zero)
                    #expect(try await command.listener(on: place) == .nobody)
                }
            }
        }

        @Test func anotherProcessIsNamed() async throws {
            try await SSHFixture.with { fixture in
                let port = try Fleet.FreePort.pick()
                let stranger = try CommandFixture()
                _ = try await fixture.command.start(fixture.specification("sleep 300"))
                #expect(try await listener(fixture, port) == .nobody)
                _ = try await stranger.command.start(
                    stranger.specification("exec python3 -c \"$LISTEN\" $PORT", variables(port)))
                try await eventually("it listens") { try stranger.output().contains("listening") }
                let found = try await listener(fixture, port)
                try await stranger.command.cancel(grace: .zero)
                guard case .foreign(let holder) = found else {
                    Issue.record("\(found)")
                    return
                }
                #expect(holder.program?.hasPrefix("python3") == true, "\(holder)")
            }
        }

        @Test(.enabled(if: ListenProgram.canBeAnother)) func anotherAccountIsForeignWhateverItsMark() async throws {
            try await SSHFixture.with { fixture in
                let port = try Fleet.FreePort.pick()
                let stranger = try CommandFixture()
                _ = try await fixture.command.start(fixture.specification("sleep 300"))
                var given = variables(port)
                given["MARK"] = fixture.command.directory.path
                _ = try await stranger.command.start(
                    stranger.specification(
                        "\(ListenProgram.asNobody) env SLIPWAY_COMMAND=\"$MARK\" python3 -c \"$LISTEN\" $PORT", given))
                try await eventually("it listens") { try stranger.output().contains("listening") }
                let found = try await listener(fixture, port)
                try await stranger.command.cancel(grace: .zero)
                guard case .foreign(let holder) = found else {
                    Issue.record("\(found)")
                    return
                }
                #expect(holder.account == "nobody", "\(holder)")
            }
        }
    }
#endif
