#if os(Linux)
    import Delivery
    import Foundation
    import Journal
    import SlipwayTesting
    import StateDirectory
    import Testing
    import HAProxy
    import Values

    /// No executor works: `status` and `doctor` ask by themselves, and say how it is.
    @Suite(.serialized)
    struct StandingAskedTests {
        @Test(.timeLimit(.minutes(1))) func aStrangerWhereUsersComeIsNoRouter() async throws {
            try await withFirstRelease { release in
                try await KilledService(state: release.state).killRouter()
                try await Stranger.listening(on: release.port) { try await expectRouterDown(release) }
            }
        }

        @Test(.timeLimit(.minutes(1))) func aRouterThatHangsIsDown() async throws {
            try await withFirstRelease { release in
                let router = try await release.router.counters().processIdentifier
                kill(router, SIGSTOP)
                defer { kill(router, SIGCONT) }
                try await expectRouterDown(release)
            }
        }

        /// A release kept requests from it, as a stranger had its port; nobody has looked at it since.
        @Test(.timeLimit(.minutes(2))) func whatAnswersAndGetsNoRequestsIsNamed() async throws {
            try await withFirstRelease(instances: 2) { release in
                let stable = try #require(try await release.ledger.environments["production"]?.stable)
                let first = try #require(stable.instances.first)
                let ending = try await release.second { _ in
                    try await release.isInCanary()
                    try KilledService(state: release.state).kill(first.id)
                    try await Stranger.listening(on: first.endpoint.port) {
                        try await eventually("it gets no requests", within: .seconds(30)) {
                            try await release.router.counters().slots[.blue]?.servers["s1"]?.status == "MAINT"
                        }
                        let order = try await slipway(release, "rollback", "2")
                        try #require(order.status == 0, "\(order.output)\(order.error)")
                    }
                }
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                #expect(try await slipway(release, "status").output.contains("only 1 of 2 instances answer"))
                try await again(first, of: release) {
                    let status = try await slipway(release, "status")
                    #expect(
                        status.output.contains("the router sends no requests to local/blue-1 until slipway serve"),
                        "\(status.output)")
                }
            }
        }

        private func withFirstRelease(instances: Int = 1, _ body: (SmallRelease) async throws -> Void) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder, instances: instances)
                try await release.releaseFirst()
                try await body(release)
                try await release.takeDown()
            }
        }

        private func expectRouterDown(_ release: SmallRelease) async throws {
            let problem = "router DOWN: something listens at 127.0.0.1:\(release.port)"
            let status = try await slipway(release, "status")
            #expect(status.output.contains(problem), "\(status.output)")
            let doctor = try await slipway(release, "doctor")
            #expect(doctor.status == 1 && doctor.output.contains(problem), "\(doctor.output)")
        }

        private func slipway(_ release: SmallRelease, _ arguments: String...) async throws -> Program.Ending {
            try await Program.run(arguments + ["--state", release.state], in: release.folder)
        }

        /// Something of the instance itself has started it again.
        private func again(
            _ instance: PlacedInstance, of release: SmallRelease, _ work: () async throws -> Void
        ) async throws {
            let place = StateDirectory(path: release.state).environment("production") + "/run/blue-1/run-1-1"
            try await Stranger.listening(
                on: instance.endpoint.port, variables: ["SLIPWAY_COMMAND": place], work)
        }
    }
#endif
