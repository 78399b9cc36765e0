import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

extension ChaosReport {
    /// A crash on a terminal ends the program at once: nobody is asked anything.
    @Suite(.serialized, .enabled(if: Tmux.isInstalled))
    struct CrashPromptTests {
        @Test(arguments: ["plain", "dashboard"])
        func aCrashAsksNothing(output: String) async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder)
                try await Tmux.withShell { tmux in
                    try await tmux.type("cd \(folder.path); clear")
                    try await tmux.type(
                        "\(Program.path) run --output \(output) --state \(step.state); echo ended with $?")
                    try await eventually("the step runs", within: .seconds(30)) { step.begun == ["1"] }
                    let executor = try await BackgroundExecutor.find(in: .init(path: step.state))
                    kill(executor.process, SIGSEGV)
                    let screen = try await tmux.screen(within: .seconds(5)) { $0.contains("ended with 139") }
                    #expect(!screen.contains("Press space to interact"))
                    #expect(screen.contains("slipway crashed"))
                }
                try step.release()
                #expect(try await Program.run(step.goOn, in: folder).status == 0)
            }
        }
    }
}
