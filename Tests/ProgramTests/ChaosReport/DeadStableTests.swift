import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

extension ChaosReport {
    /// What users have dies, with real processes: before a release, during one, with everything else, and between releases.
    @Suite(.serialized)
    struct DeadStableTests {
        private func withRelease(_ work: (QuietRelease, KilledService) async throws -> Void) async throws {
            try await withFolder { folder in
                let release = try QuietRelease(in: folder)
                let service = KilledService(state: release.state)
                do {
                    try await work(release, service)
                } catch {
                    try await takeDown(URL(filePath: release.state))
                    throw error
                }
                try await takeDown(URL(filePath: release.state))
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        /// Waits until the rule has halted the release.
        private func isHalted(_ release: QuietRelease) async throws {
            try await eventually("the release is halted", within: .seconds(30)) {
                await release.record.current?.release?.halt?.by == .policy
            }
        }

        @Test func stableKilledBeforeAReleaseIsToldAndTheReleaseGoesStraightToAllTraffic() async throws {
            try await withRelease { release, service in
                #expect(try await release.run("1").status == 0)
                try service.kill(.blue)
                let ending = try await release.run("2")
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("stable is DOWN in production: 0 of 1 instance answer"))
                #expect(ending.output.contains("no instance of stable 1 answered (0 of 1)"))
                let shares = try await release.record.events.filter {
                    if case .release(_, .trafficShifting) = $0.event { true } else { false }
                }
                #expect(shares.isEmpty, "there is nobody to protect by a canary")
                let status = try await release.slipway("status")
                #expect(status.output.contains("production: 2 ("))
                #expect(!status.output.contains("DOWN"))
            }
        }

        @Test func stableKilledInACanaryHaltsItAndARollbackHasToBeInsistedOn() async throws {
            try await withRelease { release, service in
                let ending = try await release.carryOut { _ in
                    try service.kill(.blue)
                    try await isHalted(release)
                    let refused = try await release.slipway("rollback")
                    #expect(refused.status == 1)
                    #expect(refused.error.contains("no instance of stable 1 answers (0 of 1)"), "\(refused.error)")
                    #expect(refused.error.contains("--anyway"))
                    let resumed = try await release.slipway("resume")
                    #expect(resumed.status == 1, "it would only be halted again")
                    #expect(await release.record.current?.release?.isRollingBack == false)
                    #expect(try await release.slipway("rollback", "--anyway").status == 0)
                }
                #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("local/blue-1 is DOWN in production"))
                let advice = "; slipway promote 2 --state \(release.state)\n"
                #expect(ending.output.contains(advice), "\(ending.output)")
                #expect(ending.output.contains("production failed: 1 is DOWN, 0 of 1 instance answer"))
                #expect(!ending.output.contains("1 is in service\n"))
            }
        }

        @Test func aCandidateBesideADeadStableCanBePromoted() async throws {
            try await withRelease { release, service in
                let ending = try await release.carryOut { _ in
                    try service.kill(.blue)
                    try await isHalted(release)
                    let promotion = try await Program.run(["promote", "2", "--state", release.state])
                    #expect(promotion.status == 0, "\(promotion.error)")
                }
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            }
        }

        /// As after a reboot: whoever takes the run up finds nobody, and does not say that somebody is in service.
        @Test func everythingKilledInACanaryIsHaltedAndNobodyIsSaidToBeInService() async throws {
            try await withRelease { release, service in
                _ = try await release.carryOut { executor in
                    kill(executor, SIGKILL)
                    try await service.killRouter()
                    for slot in Slot.allCases { try service.kill(slot) }
                }
                let arguments = ["run", "--continue", "--output", "plain", "--state", release.state]
                let ending = try await Program.run(arguments, in: release.folder, variables: Demo.variables) { _ in
                    try await isHalted(release)
                    let status = try await release.slipway("status")
                    #expect(status.status == 0)
                    #expect(status.output.contains("DOWN: 0 of 1 instance answer"), "\(status.output)")
                    #expect(try await release.slipway("cancel").status == 1)
                    #expect(try await release.slipway("cancel", "--anyway").status == 0)
                }
                #expect(ending.status == 4, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("stable is DOWN in production: 0 of 1 instance answer"))
                #expect(!ending.output.contains("is in service"), "\(ending.output)")
                #expect(!ending.output.contains("back on stable"))
            }
        }

        @Test func anInterruptIsRefusedOnceAndTheSecondInsists() async throws {
            try await withRelease { release, service in
                let ending = try await release.carryOut { executor in
                    try service.kill(.blue)
                    try await isHalted(release)
                    kill(executor, SIGINT)
                    try await Task.sleep(for: .seconds(1))
                    #expect(await release.record.current?.cancelled == false)
                    kill(executor, SIGINT)
                }
                #expect(ending.status == 130, "\(ending.output)\(ending.error)")
                #expect(ending.error.contains("Ctrl-C again insists"), "\(ending.error)")
                #expect(await release.record.current?.result == .cancelled)
            }
        }

        /// Stable is dead, and the live view of the release is in a terminal.
        private func withView(
            _ work: (SmallRelease, Tmux, _ executor: pid_t) async throws -> Void
        ) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder)
                try await release.releaseFirst()
                try await Tmux.withShell { tmux in
                    try await tmux.type("cd \(release.folder.path); clear")
                    try await tmux.type("exec \(Program.path) run --state \(release.state)")
                    try await release.isInCanary()
                    try KilledService(state: release.state).kill(.blue)
                    try await eventually("the release is halted", within: .seconds(30)) {
                        await release.record.current?.release?.halt?.by == .policy
                    }
                    let state = StateDirectory(path: release.state)
                    try await work(release, tmux, try #require(try StateLock.holder(in: state)).pid)
                }
                try await eventually("nobody carries it out") {
                    try StateLock.holder(in: StateDirectory(path: release.state)) == nil
                }
                try await release.takeDown()
            }
        }

        @Test(.enabled(if: Tmux.isInstalled)) func inTheLiveViewAnInterruptIsRefusedOnceToo() async throws {
            try await withView { release, tmux, executor in
                kill(executor, SIGTERM)
                try await tmux.screen { $0.contains("Ctrl-C again insists") }
                #expect(await release.record.current?.cancelled == false)
                kill(executor, SIGTERM)
                try await eventually("the run is cancelled") { await release.record.current?.result == .cancelled }
            }
        }

        /// Nobody sits at a terminal that was closed: what would take users to nobody is never insisted on by that.
        @Test(.enabled(if: Tmux.isInstalled)) func aClosedTerminalInsistsOnNothing() async throws {
            try await withView { release, tmux, executor in
                try await tmux.run(["kill-server"])
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(300))
                    kill(executor, SIGHUP)
                }
                try await Task.sleep(for: .milliseconds(500))
                #expect(await release.record.current?.cancelled == false)
                #expect(await release.record.current?.release?.split == Share(percent: 5))
                let promotion = try await Program.run(["promote", "2", "--state", release.state])
                #expect(promotion.status == 0, "\(promotion.error)")
                try await eventually("the run has ended", within: .seconds(20)) {
                    await release.record.current?.result == .succeeded
                }
            }
        }

        /// Whoever approves must see it before anything is released, and not only under a server.
        @Test func aRunSeesItBeforeItReleases() async throws {
            try await withFolder { folder in
                let release = try SmallRelease(
                    in: folder, before: "touch begun; until [ -e go ] || [ ! -e begun ]; do sleep 0.02; done",
                    canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
                try await release.releaseFirst()
                let ending = try await Program.run(["run", "--output", "plain", "--state", release.state], in: folder) {
                    _ in
                    try await eventually("the step runs") { release.has("begun") }
                    try KilledService(state: release.state).kill(.blue)
                    try await eventually("it is noticed", within: .seconds(20)) {
                        let reader = try await JournalReader.open(in: StateDirectory(path: release.state))
                        return try await reader.ledger().environments["production"]?.downSince != nil
                    }
                    try release.write("go")
                }
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                try await release.takeDown()
            }
        }

        @Test func statusAndDoctorAskAtThatMoment() async throws {
            try await withRelease { release, service in
                #expect(try await release.run("1").status == 0)
                #expect(try await !release.slipway("status").output.contains("DOWN"))
                #expect(try await release.slipway("doctor").output.contains("✔ production: 1, 1 of 1 instance answers"))
                try service.kill(.blue)
                try await service.killRouter()
                let status = try await release.slipway("status")
                #expect(status.status == 0)
                #expect(
                    status.output.contains(
                        "DOWN: 0 of 1 instance answers, found just now; router DOWN: nothing listens"),
                    "\(status.output)")
                let doctor = try await release.slipway("doctor")
                #expect(doctor.status == 1)
                #expect(doctor.output.contains("✖ production: 1  DOWN: 0 of 1 instance answer"), "\(doctor.output)")
                let line = try await release.slipway("status", "--output", "json").objects().first
                #expect(line?["answering"] as? Int == 0)
                #expect(line?["instances"] as? Int == 1)
            }
        }

        @Test func aServerNoticesAndSaysSinceWhen() async throws {
            try await ServedFolder.with { served in
                let client = WebClient(port: try FreePort.next())
                let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: FreePort.next()))
                try served.configure(["shop"], "http: { listen: 127.0.0.1:\(client.port) }")
                try await shop.commit("1.0")
                let service = KilledService(state: served.state)
                try await served.serve { _ in
                    try await served.run(1, ends: .succeeded)
                    try await answering(1, client)
                    try service.kill(.blue)
                    try await service.killRouterForGood()
                    try await answering(0, client)
                    try await eventually("the router is missed", within: .seconds(30)) {
                        try await served.ledger.environments["production"]?.routerTrouble != nil
                    }
                    #expect(try await served.ledger.environments["production"]?.downSince != nil)
                    try await routerIsUp(false, client)
                    let status = try await served.slipway("status")
                    #expect(status.output.contains("DOWN: 0 of 1 instance answers, since "), "\(status.output)")
                    try service.allowRouter()
                    // This is how a fix gets out.
                    try await shop.commit("1.1")
                    try await served.run(2, ends: .succeeded)
                    try await answering(1, client)
                    try await routerIsUp(true, client)
                }
            }
        }

        private func routerIsUp(_ isUp: Bool, _ client: WebClient) async throws {
            try await eventually("the router is \(isUp ? "up" : "down")", within: .seconds(30)) {
                let labels: KeyValuePairs = ["pipeline": "shop", "environment": "production"]
                let page = try? await MetricsPage(of: client)
                return page?.value("slipway_environment_router_up", labels) == (isUp ? 1 : 0)
            }
        }

        private func answering(_ count: Int, _ client: WebClient) async throws {
            try await eventually("\(count) instances answer", within: .seconds(30)) {
                let labels: KeyValuePairs = ["pipeline": "shop", "environment": "production"]
                let page = try? await MetricsPage(of: client)
                return page?.value("slipway_environment_instances_answering", labels) == Double(count)
                    && page?.value("slipway_environment_instances", labels) == 1
            }
        }
    }
}
