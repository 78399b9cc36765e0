#if os(Linux)
    import Delivery
    import Foundation
    import SlipwayTesting
    import Testing
    import HAProxy
    import Values

    /// Another process has the port of an instance that users have: once that is seen, no request gets there any more.
    @Suite(.serialized)
    struct StrangerInServiceTests {
        @Test(.timeLimit(.minutes(2)))
        func duringAReleaseItGetsNothingAlsoAfterTheRouterWasKilled() async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder, instances: 2)
                let service = KilledService(state: release.state)
                let ending = try await release.carryOut { _ in
                    let old = try #require(await release.record.current?.release?.leaving.first)
                    try service.kill(old.id)
                    try await Stranger.listening(on: try #require(old.endpoint?.port)) {
                        try await isWithheld(by: try release.router)
                        try await expectNoStranger(at: release)
                        try await service.killRouter()
                        try await eventually("it is told", within: .seconds(20)) {
                            try await release.record.events.contains {
                                $0.event == .service("production", .routerUp(startedAgain: true))
                            }
                        }
                        try await expectNoStranger(at: release)
                        let order = try await Program.run(
                            ["promote", "2", "--state", release.state], in: folder)
                        try #require(order.status == 0, "\(order.output)\(order.error)")
                    }
                }
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(try await release.served == "2")
                try await release.takeDown()
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        /// Its supervisor starts the service again as soon as the stranger has gone.
        @Test(.timeLimit(.minutes(2)))
        func betweenReleasesItGetsNothingUntilTheInstanceIsBack() async throws {
            try await ServedFolder.with { served in
                let port = try FreePort.next()
                try served.write(Self.supervisor(in: served.folder), to: "again.sh")
                let text = ServedFolder.shop(port: port, start: "exec sh \(served.folder.path)/again.sh")
                let shop = try await TestPipeline("shop", in: served, text)
                try served.configure(["shop"])
                try await shop.commit("1.0")
                try await served.serve { _ in
                    try await served.run(1, ends: .succeeded)
                    let stable = try await served.ledger.environments["production"]?.stable
                    let own = try #require(stable?.instances.first?.endpoint.port)
                    let client = WebClient(port: port)
                    try await eventually("it serves") { try await client.get("/").status == 200 }
                    try served.write("", to: "stopped")
                    kill(try await pid(of: "shop", in: served.folder), SIGKILL)
                    try await Stranger.listening(on: own) {
                        try await isWithheld(by: try served.router(of: "production"))
                        for _ in 0..<50 { #expect(try await client.get("/").status == 503) }
                        let doctor = try await served.slipway("doctor")
                        #expect(doctor.output.contains("find out whose process it is"), "\(doctor.output)")
                    }
                    #expect(try await client.get("/").status == 503, "it is nobody's port now")
                    try served.remove("stopped")
                    try await eventually("the instance gets requests again", within: .seconds(30)) {
                        try await client.get("/").status == 200
                    }
                    #expect(try await served.ledger.environments["production"]?.down == [])
                }
            }
        }

        private func isWithheld(by router: HAProxyInstance) async throws {
            try await eventually("the router keeps requests from it", within: .seconds(30)) {
                try await router.counters().slots[.blue]?.servers["s1"]?.status == "MAINT"
            }
        }

        private func expectNoStranger(at release: SmallRelease) async throws {
            var answers: [String: Int] = [:]
            for _ in 0..<60 { answers[try await release.served ?? "nobody", default: 0] += 1 }
            #expect(Set(answers.keys).isSubset(of: ["1", "2"]), "\(answers)")
        }

        private func pid(of name: String, in folder: URL) async throws -> pid_t {
            let text = try String(contentsOf: folder.appending(path: "\(name).pid"), encoding: .utf8)
            return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }

        private static func supervisor(in folder: URL) -> String {
            """
            while [ -d '\(folder.path)' ]; do
              if [ ! -e '\(folder.path)/stopped' ]; then
                "$@" & echo $! > '\(folder.path)/shop.pid'; wait $!
              fi
              sleep 0.05
            done

            """
        }
    }
#endif
