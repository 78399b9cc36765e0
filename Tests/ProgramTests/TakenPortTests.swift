#if os(Linux)
    import Delivery
    import Foundation
    import SlipwayTesting
    import StrictYAML
    import Testing
    import Values

    /// Another process has the port of an instance, with real processes: before it starts, and after it died.
    @Suite(.serialized)
    struct TakenPortTests {
        /// The second version does not listen before it may; then it never does.
        private static let waiting = "while :; do sleep 0.05; done"

        private func port(in record: Record) async throws -> Int {
            var port: Int?
            try await eventually("the instance is started", within: .seconds(30)) {
                port = await record.current?.release?.instances.first?.endpoint?.port
                return port != nil
            }
            return try #require(port)
        }

        private func with(_ listener: ListenerPolicy, _ work: (SmallRelease) async throws -> Void) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(
                    in: folder, start: Self.waiting, canary: "steps: [5%], bake: { for: 1s, requests: 0 }",
                    listener: listener)
                do {
                    try await release.releaseFirst()
                    try await work(release)
                } catch {
                    try await takeDown(URL(filePath: release.state))
                    throw error
                }
                try await takeDown(URL(filePath: release.state))
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        private func second(_ release: SmallRelease) async throws -> Program.Ending {
            try await Program.run(["run", "--output", "plain", "--state", release.state], in: release.folder) { _ in
                try await Stranger.listening(on: try await port(in: release.record)) {
                    try await eventually("the run ends", within: .seconds(30)) {
                        await release.record.current?.result != nil
                    }
                }
            }
        }

        @Test func whoBindsFirstFailsTheReleaseAndGetsNoUsers() async throws {
            try await with(.own) { release in
                let ending = try await second(release)
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("local/green-1 failed: another process listens on port"))
                #expect(ending.output.contains("python3 (process"), "\(ending.output)")
                #expect(ending.output.contains("write listener: any"))
                #expect(await release.record.current?.release?.wasExposed == false)
                let status = try await Program.run(["status", "--state", release.state], in: release.folder)
                #expect(status.output.contains("production: 1 ("), "\(status.output)")
                #expect(!status.output.contains("DOWN"))
            }
        }

        /// The usual end of one that can't have its port: it says so and ends, and nobody knows who has it.
        @Test func oneThatEndsBecauseItsPortIsTakenSaysWhoHasIt() async throws {
            try await withFolder { folder in
                let go = folder.appending(path: "go")
                let release = try SmallRelease(in: folder, start: "until [ -e '\(go.path)' ]; do sleep 0.05; done")
                try await release.releaseFirst()
                let ending = try await Program.run(
                    ["run", "--output", "plain", "--state", release.state], in: folder
                ) { _ in
                    try await Stranger.listening(on: try await port(in: release.record), answers: false) {
                        try Data().write(to: go)
                        try await eventually("the run ends", within: .seconds(30)) {
                            await release.record.current?.result != nil
                        }
                    }
                }
                try await takeDown(URL(filePath: release.state))
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("local/green-1 failed: another process listens on port"))
            }
        }

        @Test func listenerAnyTakesWhoeverListensAndSaysSo() async throws {
            try await with(.any) { release in
                let ending = try await second(release)
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("; nobody asks who listens on its port (listener: any)"))
                let status = try await Program.run(["status", "--state", release.state], in: release.folder)
                #expect(status.output.contains("nobody asks who listens (listener: any)"), "\(status.output)")
            }
        }

        @Test func whoTakesStablesPortHaltsTheCanaryAndIsSaidToHaveIt() async throws {
            try await withFolder { folder in
                let release = try QuietRelease(in: folder)
                let service = KilledService(state: release.state)
                let ending = try await release.carryOut { _ in
                    let old = try #require(await release.record.current?.release?.leaving.first?.endpoint?.port)
                    try service.kill(.blue)
                    try await Stranger.listening(on: old) {
                        try await eventually("its port is said to be taken", within: .seconds(30)) {
                            if case .portTaken? = await release.record.current?.release?.leaving.first?.outage?.failure
                            {
                                true
                            } else {
                                false
                            }
                        }
                        try await eventually("the canary is halted", within: .seconds(30)) {
                            await release.record.current?.release?.isHalted == true
                        }
                        #expect(await release.record.current?.release?.isRollingBack == false)
                        let status = try await release.slipway("status")
                        #expect(status.output.contains("DOWN: 0 of 1 instance answer"), "\(status.output)")
                        #expect(status.output.contains("local/blue-1: another process listens on port \(old): python3"))
                        let refused = try await release.slipway("rollback")
                        #expect(refused.status == 1 && refused.error.contains("another process listens"))
                        let promotion = try await release.slipway("promote", "2")
                        try #require(promotion.status == 0, "\(promotion.output)\(promotion.error)")
                    }
                }
                try await takeDown(URL(filePath: release.state))
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("local/blue-1 is DOWN in production: another process listens on port"))
                #expect(!ending.output.contains("answers again"), "the stranger is nobody's stable")
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        /// Its first process lives on, so that nothing but who listens tells.
        @Test func whoTakesTheCandidatesPortLosesItsShareAtOnce() async throws {
            try await withFolder { folder in
                let note = folder.appending(path: "pid")
                let server = "python3 -m http.server --bind 127.0.0.1 $PORT & echo $! >'\(note.path)'"
                let release = try SmallRelease(in: folder, start: "\(server); while :; do sleep 0.05; done")
                let ending = try await release.carryOut { _ in
                    let text = try String(contentsOf: note, encoding: .utf8)
                    let port = try #require(await release.record.current?.release?.instances.first?.endpoint?.port)
                    kill(try #require(pid_t(text.dropLast())), SIGKILL)
                    try await Stranger.listening(on: port) {
                        try await eventually("it is taken back", within: .seconds(30)) {
                            await release.record.current?.result != nil
                        }
                    }
                }
                try await takeDown(URL(filePath: release.state))
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("local/green-1 failed: another process listens on port"))
            }
        }

        @Test func aServerSaysWhoHasThePortBetweenReleases() async throws {
            try await ServedFolder.with { served in
                let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: FreePort.next()))
                try served.configure(["shop"])
                try await shop.commit("1.0")
                let service = KilledService(state: served.state)
                try await served.serve { _ in
                    try await served.run(1, ends: .succeeded)
                    let stable = try await served.ledger.environments["production"]?.stable
                    let port = try #require(stable?.instances.first?.endpoint.port)
                    try service.kill(.blue)
                    try await Stranger.listening(on: port) {
                        try await eventually("its port is said to be taken", within: .seconds(30)) {
                            let down = try await served.ledger.environments["production"]?.down ?? []
                            return down.contains { if case .portTaken = $0.outage.failure { true } else { false } }
                        }
                    }
                }
            }
        }
    }
#endif
