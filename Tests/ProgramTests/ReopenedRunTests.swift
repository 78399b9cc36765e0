import Foundation
import SlipwayTesting
import Testing

/// A run that failed and was opened again, for those who look at it from the outside.
@Suite(.serialized)
struct ReopenedRunTests {
    /// The step fails the first time; then it waits until it may end.
    private static let pipeline = """
        name: again
        release: automatic
        stages:
          - name: build
            steps:
              - run: "[ -e failed ] || { touch failed; exit 1; }; touch again; until [ -e go ]; do sleep 0.05; done"

        """

    /// Lets run 1 fail, opens it again, and does the work while its step waits; then lets it end, and looks at it.
    private func whileItRunsAgain(
        _ work: (_ folder: URL, _ state: String) async throws -> Void,
        before prepare: (_ state: String) async throws -> Void = { _ in },
        afterwards look: (_ state: String) async throws -> Void = { _ in }
    ) async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "state").path
            try Data(Self.pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let first = try await Program.run(["run", "--output", "plain", "--state", state], in: folder)
            #expect(first.status == 1)
            try await prepare(state)
            let second = try await Program.run(["retry", "1", "--wait", "--state", state], in: folder) { _ in
                let again = folder.appending(path: "again").path
                try await eventually("the step runs again") { FileManager.default.fileExists(atPath: again) }
                try await work(folder, state)
                try Data().write(to: folder.appending(path: "go"))
            }
            #expect(second.status == 0, "\(second.output)\(second.error)")
            try await look(state)
        }
    }

    private func events(_ state: String) async throws -> Program.Ending {
        try await Program.run(["events", "1", "--output", "json", "--state", state])
    }

    /// Begins while it goes on for the second time, when the journal has the first end already.
    @Test(arguments: [["watch", "1"], ["events", "1", "--follow"]])
    func itIsFollowedToItsLastEnd(_ command: [String]) async throws {
        try await withThrowingTaskGroup(of: Watcher.self) { group in
            try await whileItRunsAgain { folder, state in
                let watcher = Watcher(file: folder.appending(path: "told"), state: state, command: command)
                group.addTask {
                    try await watcher.watch()
                    return watcher
                }
                try await eventually("it is told on", within: .seconds(30)) {
                    (try? watcher.seen)?.contains("runReopened") == true
                }
            } afterwards: { state in
                let watcher = try #require(try await group.next())
                #expect(watcher.status == 0)
                let all = try await events(state)
                #expect(try watcher.seen == all.output)
                #expect(try all.objects().last?["type"] as? String == "runFinished")
            }
        }
    }

    @Test(arguments: [["watch", "1"], ["events", "1", "--follow"]])
    func itsPastIsToldWholly(_ command: [String]) async throws {
        try await whileItRunsAgain { _, _ in
        } afterwards: { state in
            let told = try await Program.run(command + ["--output", "json", "--state", state])
            #expect(told.status == 0)
            #expect(told.output == (try await events(state)).output)
            #expect(told.output.components(separatedBy: "runFinished").count == 3)
        }
    }

    /// Whoever looks at how it failed sees what a retry does, and may halt it.
    @Test(.enabled(if: Tmux.isInstalled)) func aScreenThatShowedItsEndGoesOn() async throws {
        try await Tmux.withShell(columns: 100, rows: 30) { tmux in
            try await whileItRunsAgain { _, _ in
                try await tmux.screen(within: .seconds(20)) {
                    $0.contains("goes on from build") && $0.contains("● build")
                }
            } before: { state in
                try await tmux.type("clear; \(Program.path) watch 1 --state \(state); echo ended with $?")
                try await tmux.screen(within: .seconds(20)) { $0.contains("failed") && $0.contains("build") }
            } afterwards: { _ in
                try await tmux.screen(within: .seconds(20)) { $0.contains("every stage passed") }
                try await tmux.press("q")
                try await tmux.screen(within: .seconds(20)) { $0.contains("ended with 0") }
            }
        }
    }
}
