import Foundation
import SlipwayTesting
import Testing
import Values

/// A screen that was opened when a run was taken up goes back to what happened before, which is read from the record.
@Suite(.serialized, .enabled(if: Tmux.isInstalled))
struct TakenUpScreenTests {
    @Test func theEventsPanelGoesBackToTheBeginningOfTheRun() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
            try await Tmux.withShell(columns: 120, rows: 40) { tmux in
                let line = "\(Program.path) run --continue --output dashboard --state \(step.state)"
                try await tmux.type("cd \(folder.path); clear; \(line); echo ended with $?")
                let first = try await tmux.screen(within: .seconds(30)) { $0.contains("taken up by") }
                #expect(!first.contains("stage build started"))
                try await tmux.press("Home")
                try await tmux.screen { $0.contains("newer · End follows") && !$0.contains("taken up by") }
                try await tmux.press("Down")
                try await tmux.screen { $0.contains("stage build started") }
                try step.release()
                try await tmux.press("End")
                try await tmux.screen(within: .seconds(30)) { $0.contains("every stage passed") }
                try await tmux.press("q")
                try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 0") }
            }
            try await step.expectOnce()
        }
    }
}
