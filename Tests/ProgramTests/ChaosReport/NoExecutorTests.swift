import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

extension ChaosReport {
    /// A run whose executor died, for those who look at it or give it orders: nobody becomes an executor unasked.
    @Suite(.serialized)
    struct NoExecutorTests {
        /// Begins a run of one step and kills its executor.
        private func withAbandonedRun(_ work: (_ step: CountingStep, _ folder: URL) async throws -> Void) async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder)
                try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
                try await work(step, folder)
                if !FileManager.default.fileExists(atPath: folder.appending(path: "go-1").path) {
                    try step.release()
                    #expect(try await Program.run(step.goOn, in: folder).status == 0)
                }
                try await step.expectOnce()
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        private func takenUp(_ step: CountingStep) async throws -> Bool {
            try await Record(of: 1, in: step.state).events.contains {
                if case .run(.takenUp) = $0.event { true } else { false }
            }
        }

        @Test func anOrderReturnsAtOnceAndSaysHowToGoOn() async throws {
            try await withAbandonedRun { step, folder in
                for verb in [["cancel"], ["cancel", "1", "--reason", "enough"]] {
                    let ending = try await Program.run(verb + ["--state", step.state], in: folder)
                    #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                    #expect(ending.error.contains("run #1 has no executor; go on with it: slipway run --continue"))
                    #expect(ending.output.isEmpty)
                }
                #expect(try await !takenUp(step))
            }
        }

        @Test func withWaitItIsCarriedOutHere() async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder)
                try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
                let ending = try await Program.run(["cancel", "--wait", "--state", step.state], in: folder)
                #expect(ending.status == 4, "\(ending.output)\(ending.error)")
                #expect(ending.error.contains("run #1 has no executor; resuming it here"))
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }

        @Test(arguments: ["plain", "json"])
        func watchOnlyLooks(output: String) async throws {
            try await withAbandonedRun { step, folder in
                let ending = try await Program.run(["watch", "--output", output, "--state", step.state], in: folder)
                #expect(ending.status == 5, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains(output == "json" ? "stepStarted" : "step build/1 started"))
                #expect(ending.error.contains("nobody carries it out; go on with it: slipway run --continue"))
                #expect(try await !takenUp(step))
            }
        }

        @Test(.enabled(if: Tmux.isInstalled))
        func theLiveViewOnlyLooks() async throws {
            try await withAbandonedRun { step, folder in
                try await Tmux.withShell { tmux in
                    try await tmux.type("\(Program.path) watch --state \(step.state); echo left with $?")
                    try await tmux.screen(within: .seconds(20)) {
                        $0.contains("interrupted") && $0.contains("nobody carries it out: slipway run --continue")
                    }
                    try await tmux.press("q")
                    try await tmux.screen(within: .seconds(20)) { $0.contains("left with 5") }
                }
                #expect(try await !takenUp(step))
            }
        }

        /// Whoever watches when the executor is killed is told so, and sees when somebody goes on.
        @Test(.enabled(if: Tmux.isInstalled))
        func theLiveViewFollowsToTheNextExecutor() async throws {
            try await withAbandonedRun { step, folder in
                try await Tmux.withShell { tmux in
                    try await tmux.type("\(Program.path) watch --state \(step.state); echo left with $?")
                    try await tmux.screen(within: .seconds(20)) { $0.contains("nobody carries it out") }
                    let other = try await Program.run(step.goOn, in: folder) { _ in
                        try await tmux.screen(within: .seconds(20)) {
                            $0.contains("taken up by") && $0.contains("● ") && !$0.contains("nobody carries it out")
                        }
                        try step.release()
                    }
                    #expect(other.status == 0)
                    try await tmux.screen(within: .seconds(20)) { $0.contains("succeeded") }
                    try await tmux.press("q")
                    try await tmux.screen(within: .seconds(20)) { $0.contains("left with 0") }
                }
            }
        }

        @Test func aRunThatWasNeverBegunIsNotWaitedFor() async throws {
            try await withAbandonedRun { step, folder in
                let ending = try await Program.run(
                    ["watch", "99", "--output", "plain", "--state", step.state], in: folder)
                #expect(ending.status == 2)
                #expect(ending.error.contains("there is no run #99"))
                let other = try await Program.run(step.goOn, in: folder) { _ in
                    let ending = try await Program.run(
                        ["watch", "99", "--output", "plain", "--state", step.state], in: folder)
                    #expect(ending.status == 2)
                    #expect(ending.error.contains("there is no run #99"))
                    try step.release()
                }
                #expect(other.status == 0)
            }
        }

        @Test func statusSaysThatNobodyCarriesItOut() async throws {
            try await withAbandonedRun { step, folder in
                let ending = try await Program.run(["status", "--state", step.state], in: folder)
                #expect(ending.output.contains("interrupted in build"), "\(ending.output)")
                #expect(ending.output.contains("nobody carries it out: slipway run --continue"))
            }
        }

        @Test func aFailedRunIsNotOpenedAgainUnasked() async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder, endingWith: 3)
                let first = try await Program.run(step.begin, in: folder) { _ in try step.release() }
                #expect(first.status == 1)
                let ending = try await Program.run(["retry", "1", "--state", step.state], in: folder)
                #expect(ending.status == 1)
                #expect(ending.error.contains("--wait"), "\(ending.error)")
                #expect(await Record(of: 1, in: step.state).current?.result == .failed)
            }
        }

        /// It is asked, not remembered: the journal knows nothing of what died after the executor.
        @Test(arguments: [false, true]) func usersAreNotSaidToHaveWhatIsGone(withRouter: Bool) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder)
                _ = try await release.carryOut { executor in kill(executor, SIGKILL) }
                let service = KilledService(state: release.state)
                if withRouter { try await service.killRouter() } else { try service.kill(.blue) }
                let ending = try await Program.run(["halt", "--state", release.state], in: folder)
                let told =
                    withRouter
                    ? "they get nothing, the router is down: nothing listens"
                    : "they get nothing, DOWN: 0 of 1 instance answer"
                #expect(ending.status == 1 && ending.error.contains(told), "\(ending.error)")
                try await release.takeDown()
            }
        }

        /// What users have meanwhile is the first thing that whoever halts wants to know.
        @Test func anOrderToAReleaseSaysWhatUsersHave() async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder)
                _ = try await release.carryOut { executor in kill(executor, SIGKILL) }
                for verb in ["halt", "rollback"] {
                    let ending = try await Program.run([verb, "--state", release.state], in: folder)
                    #expect(ending.status == 1)
                    #expect(
                        ending.error.contains("they have 1; the share of 2 ends with its lease, or has ended"),
                        "\(ending.error)")
                }
                let status = try await Program.run(["status", "--state", release.state], in: folder)
                #expect(status.output.contains("interrupted in production; nobody"), "\(status.output)")
                let ending = try await Program.run(["rollback", "--wait", "--state", release.state], in: folder)
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                try await release.takeDown()
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }
    }
}
