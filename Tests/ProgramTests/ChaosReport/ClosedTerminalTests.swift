import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

extension ChaosReport {
    /// The terminal is closed under a run: whoever says so, and how often, the run is cancelled and ends in good order.
    @Suite(.serialized, .enabled(if: Tmux.isInstalled))
    struct ClosedTerminalTests {
        @Test(arguments: ["dashboard", "plain"], [true, false])
        func theRunIsCancelled(output: String, inAShell: Bool) async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder)
                try await Tmux.withShell { tmux in
                    let exec = inAShell ? "" : "exec "
                    try await tmux.type("cd \(folder.path); clear")
                    try await tmux.type("\(exec)\(Program.path) run --output \(output) --state \(step.state)")
                    try await eventually("the step runs", within: .seconds(30)) { step.begun == ["1"] }
                    try await tmux.run(["kill-server"])
                }
                try await eventually("the run has ended", within: .seconds(20)) {
                    await Record(of: 1, in: step.state).current?.result == .cancelled
                }
                try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
            }
        }

        /// The kernel's and the shell's are one request; a later Ctrl-C is another.
        @Test func hangingUpTwiceIsNoImpatience() async throws {
            try await withFolder { folder in
                let step = try DeafStep(in: folder)
                let ending = try await Program.run(["run", "--output", "plain"], in: folder) { process in
                    try await step.begins()
                    // The step is ended after five seconds: long enough for all of them to arrive.
                    for _ in 0..<3 {
                        kill(process, SIGHUP)
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                #expect(ending.status == 130, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("run cancelled"))
                #expect(try await Leftovers.processes(of: folder) == [])
            }
        }
    }
}
