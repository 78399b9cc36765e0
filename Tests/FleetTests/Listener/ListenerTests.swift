#if os(Linux)
    import Values
    import Delivery
    import Foundation
    import Testing

    @testable import Fleet

    /// Who listens on a port of this machine, with real processes.
    @Suite(.serialized) struct ListenerTests {
        /// A command that goes on, and how to ask who listens on its port.
        private struct Site {
            let fixture: CommandFixture
            let port: Int

            init(port: Int? = nil) throws {
                fixture = try CommandFixture()
                self.port = try port ?? FreePort.pick()
            }

            /// - Parameter mark: what it finds in `MARK`.
            func start(_ script: String, mark: String = "") async throws {
                var variables = ListenProgram.variables
                variables["MARK"] = mark
                variables["PORT"] = "\(port)"
                _ = try await fixture.command.start(fixture.specification(script, variables))
            }

            func untilItListens() async throws {
                try await eventually { (try? fixture.output().contains("listening")) == true }
            }

            var listener: PortListener {
                get async throws {
                    try await fixture.stranger.listener(on: Endpoint(address: "127.0.0.1", port: port))
                }
            }

            func end() async throws { try await fixture.stranger.cancel(grace: .zero) }
        }

        private func with(
            _ script: String, stranger: String? = nil, _ check: (Site) async throws -> Void
        ) async throws {
            let site = try Site()
            let other = try Site(port: site.port)
            do {
                try await site.start(script)
                if !script.hasPrefix("sleep") { try await site.untilItListens() }
                if let stranger {
                    try await other.start(stranger, mark: site.fixture.command.files.directory)
                    try await other.untilItListens()
                }
                try await check(site)
            } catch {
                try await site.end()
                try await other.end()
                throw error
            }
            try await site.end()
            try await other.end()
        }

        private func holder(_ listener: PortListener) -> PortHolder? {
            if case .foreign(let holder) = listener { holder } else { nil }
        }

        @Test(arguments: ListenProgram.ownWays) func theInstancesOwnProcessIsKnown(way: String) async throws {
            try await with(way) { site in
                let found = [try await site.listener, try await site.listener]
                #expect(found == [.own, .own], "also when it was known before")
            }
        }

        @Test func nobodyIsNobody() async throws {
            try await with("sleep 300") { site in
                let found = try await site.listener
                #expect(found == .nobody)
            }
        }

        @Test func anotherProcessOfTheAccountIsNamed() async throws {
            try await with("sleep 300", stranger: "exec python3 -c \"$LISTEN\" $PORT") { site in
                let holder = try #require(holder(try await site.listener))
                #expect(holder.program?.hasPrefix("python3") == true, "\(holder)")
                #expect((holder.process ?? 0) > 1)
            }
        }

        /// One of them may get the next connection.
        @Test func oneThatSharesThePortIsForeign() async throws {
            try await with(
                "exec python3 -c \"$LISTEN\" $PORT 127.0.0.1 shared",
                stranger: "exec python3 -c \"$LISTEN\" $PORT 127.0.0.1 shared"
            ) { site in
                let found = try await site.listener
                #expect(holder(found) != nil, "\(found)")
            }
        }

        /// What can't be reached where the router connects to does not count: anybody could stop a release that way.
        @Test(arguments: ["127.0.0.2", ":: six", "::1"]) func oneElsewhereDoesNotCount(place: String) async throws {
            try await with(
                "exec python3 -c \"$LISTEN\" $PORT",
                stranger: "\(ListenProgram.canBeAnother ? ListenProgram.asNobody : "exec") "
                    + "python3 -c \"$LISTEN\" $PORT \(place)"
            ) { site in
                let found = try await site.listener
                #expect(found == .own)
            }
        }

        @Test func theOneThatTookOverIsNotTakenForTheOneBefore() async throws {
            let site = try Site()
            try await site.start("exec python3 -c \"$LISTEN\" $PORT")
            try await site.untilItListens()
            #expect(try await site.listener == .own)
            try await site.end()
            #expect(try await site.listener == .nobody)
            let other = try Site(port: site.port)
            try await other.start("exec python3 -c \"$LISTEN\" $PORT")
            try await other.untilItListens()
            let found = try await site.listener
            try await other.end()
            #expect(holder(found) != nil, "\(found)")
        }

        @Test(.enabled(if: ListenProgram.canBeAnother)) func anotherAccountIsForeignWhateverItsMark() async throws {
            let plain = "\(ListenProgram.asNobody) python3 -c \"$LISTEN\" $PORT"
            let forged = "SLIPWAY_COMMAND=\"$MARK\" \(plain)"
            for way in [plain, forged] {
                try await with("sleep 300", stranger: way) { site in
                    let holder = try #require(holder(try await site.listener))
                    #expect(holder.account == "nobody")
                }
            }
        }

        @Test(.enabled(if: ListenProgram.canBeAnother)) func anInstanceMayRunAsAnotherAccount() async throws {
            try await with("\(ListenProgram.asNobody) python3 -c \"$LISTEN\" $PORT; :") { site in
                let found = try await site.listener
                #expect(found == .own)
            }
        }
    }
#endif
