import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import HAProxy
import Values

/// A run that was left with `q` `d`: its background executor is killed again and again, and each time somebody takes
/// the run up in another way.
@Suite(.serialized, .enabled(if: Tmux.isInstalled))
struct DetachedRunTests {
    @Test func aBuildStepGoesOnThroughThirtyKills() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            let state = StateDirectory(path: step.state)
            var chance = SplitMix64(seed: 13)
            try await Tmux.withShell { tmux in
                try await tmux.type("cd \(folder.path); clear")
                try await tmux.detach(from: "\(Program.path) run --state \(step.state)", mark: "begun")
                for round in 1...30 {
                    let executor = try await BackgroundExecutor.find(in: state)
                    try await executor.kill(after: .milliseconds(Int64(chance.next() % 250)))
                    let line = "\(Program.path) run --continue --state \(step.state)"
                    try await tmux.detach(from: line, mark: "round-\(round)")
                }
                #expect(step.begun == ["1"])
                try await tmux.type("\(Program.path) watch --output plain --state \(step.state); echo ended with $?")
                try step.release()
                try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 0") }
            }
            try await step.expectOnce()
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
            #expect(try Leftovers.sockets(in: folder) == [])
        }
    }

    @Test func aReleaseGoesOnThroughTwelveKillsAndNoCustomerNotices() async throws {
        try await withFolder { folder in
            let record = Record(of: 2, in: folder.path)
            var chance = SplitMix64(seed: 17)
            try await Program.kill(["demo", "--headless", "--step-time", "4", "--state", folder.path]) { _ in
                await record.current?.release?.wasExposed == true
            }
            try await Tmux.withShell { tmux in
                for round in 0..<12 {
                    let pause = Duration.milliseconds(Int64(chance.next() % 900))
                    try await takeUpAndKill(folder, in: tmux, round: round, after: pause)
                }
            }
            let isHalted = await record.current?.phase == .halted
            let last = isHalted ? ["resume", "--wait"] : ["run", "--continue", "--output", "plain"]
            let ending = try await Program.run(last + ["--state", folder.path], variables: Demo.variables)
            #expect(ending.status == 0, "\(ending.output.suffix(3000))\(ending.error)")
            try await Demo.expectRelease(in: folder)
        }
    }

    /// Twice by leaving a live view, then by a verb, in the process that gave it.
    private func takeUpAndKill(
        _ folder: URL, in tmux: Tmux, round: Int, after pause: Duration
    ) async throws {
        let line = "SLIPWAY_DEMO_SHOP=\(Demo.program) \(Program.path)"
        let state = "--state \(folder.path)"
        guard round % 3 == 2 else {
            try await tmux.detach(from: "\(line) run --continue \(state)", mark: "round-\(round)")
            return try await BackgroundExecutor.find(in: StateDirectory(path: folder.path)).kill(after: pause)
        }
        let isHalted = await Record(of: 2, in: folder.path).current?.phase == .halted
        let verb = [isHalted ? "resume" : "halt", "--wait", "--state", folder.path]
        try await Program.kill(verb, variables: Demo.variables, after: pause)
    }
}
