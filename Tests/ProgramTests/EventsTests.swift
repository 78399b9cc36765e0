import Foundation
import SlipwayTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// `slipway events` while a run goes on, after it, and in other systems' words.
@Suite(.serialized)
struct EventsTests {
    private static let pipeline = """
        name: wait
        release: automatic
        stages:
          - name: build
            steps:
              - run: "touch started; until [ -e go ]; do sleep 0.05; done; exit $(cat go)"

        """

    /// Starts a run, does something while its step waits, and lets the step end if it has not.
    private func whileItRuns(_ body: (URL, String) async throws -> Void) async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "state").path
            try Data(Self.pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            async let run = Program.run(["run", "--output", "plain", "--state", state], in: folder)
            try await eventually("the step runs") {
                FileManager.default.fileExists(atPath: folder.appending(path: "started").path)
            }
            try await body(folder, state)
            try finish(folder, 0)
            _ = try await run
        }
    }

    /// Lets the step end with this exit status.
    private func finish(_ folder: URL, _ status: Int) throws {
        try Data("\(status)".utf8).write(to: folder.appending(path: "go"), options: .atomic)
    }

    /// Follows run 1 into a file, does something as soon as it has told of the step, and gives all that it tells.
    private func follow(
        in folder: URL, _ options: [String], whenItWaits body: () async throws -> Void
    ) async throws -> Program.Ending {
        let file = folder.appending(path: "followed")
        let state = folder.appending(path: "state").path
        let script = #"file=$1; shift; exec "$0" "$@" > "$file""#
        let arguments = ["-c", script, Program.path, file.path, "events", "1", "--follow", "--state", state] + options
        async let following = Subprocess.run(
            .path("/bin/sh"), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 16))
        func told() -> String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
        try await eventually("the step was told of") { told().contains("step") || told().contains("taskrun") }
        try await body()
        let ending = try await following
        #expect(ending.terminationStatus.isSuccess)
        return Program.Ending(status: 0, output: told(), error: ending.standardError)
    }

    @Test(arguments: ["json", "plain"])
    func followingTellsEverythingUntilTheRunHasFinished(_ output: String) async throws {
        try await whileItRuns { folder, state in
            let ending = try await follow(in: folder, ["--output", output]) { try finish(folder, 0) }
            let after = try await Program.run(["events", "1", "--output", output, "--state", state])
            #expect(ending.output == after.output)
            #expect(after.output.contains(output == "json" ? "runFinished" : "run succeeded"))
        }
    }

    @Test func cdeventsAreCloudEventsInJSONALineEach() async throws {
        try await whileItRuns { folder, state in
            let arguments = ["events", "1", "--format", "cdevents", "--state", state]
            let ending = try await follow(
                in: folder, ["--format", "cdevents", "--source", "https://ci.example.org/"]
            ) {
                try finish(folder, 3)
            }
            let events = try ending.objects()
            #expect(
                events.compactMap { $0["type"] as? String } == [
                    "dev.cdevents.pipelinerun.started.0.3.0", "dev.cdevents.taskrun.started.0.3.0",
                    "dev.cdevents.taskrun.finished.0.3.0", "dev.cdevents.pipelinerun.finished.0.3.0",
                ])
            #expect(events.allSatisfy { $0["source"] as? String == "https://ci.example.org/" })
            let standard = try await Program.run(arguments).objects()
            #expect(standard.count == 4)
            #expect((standard[0]["source"] as? String)?.hasSuffix(state) == true)
            #expect(standard.map { $0["id"] as? String } == events.map { $0["id"] as? String })
        }
    }

    /// Nobody carries the run on, and so following waits; whoever takes it up is followed as well.
    @Test func followingSurvivesTheExecutor() async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "state").path
            try Data(Self.pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let begun = folder.appending(path: "started")
            let arguments = ["run", "--output", "plain", "--state", state]
            _ = try await Subprocess.run(
                .path(FilePath(Program.path)), arguments: Arguments(arguments),
                workingDirectory: FilePath(folder.path), input: .none, output: .discarded, error: .discarded
            ) { execution in
                try await eventually("the step runs") { FileManager.default.fileExists(atPath: begun.path) }
                try? execution.send(signal: .kill)
            }
            let ending = try await follow(in: folder, ["--output", "json"]) {
                try finish(folder, 0)
                _ = try await Program.run(arguments + ["--continue"], in: folder)
            }
            let events = try ending.objects().compactMap { $0["type"] as? String }
            #expect(events.contains("takenUp"))
            #expect(events.last == "runFinished")
        }
    }

    @Test(arguments: [
        ["--format", "cdevents", "--output", "plain"], ["--source", "https://ci.example.org"],
        ["--format", "cdevents", "--source", "/slipway"], ["--output", "dashboard"], ["--format", "xml"],
    ])
    func whatDoesNotGoTogetherIsAMistakeInUsage(_ options: [String]) async throws {
        let ending = try await Program.run(["events"] + options)
        #expect(ending.status != 0)
        #expect(!ending.error.isEmpty)
    }

    @Test func linesHaveADayAndTheRunsNumber() async throws {
        try await whileItRuns { folder, state in
            let all = try await Program.run(["events", "--state", state]).output.split(separator: "\n")
            #expect(all.first?.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, "\(all)")
            #expect(all.dropFirst().allSatisfy { $0.contains("  #1    ") }, "\(all)")
            let one = try await Program.run(["events", "1", "--state", state]).output
            #expect(!one.contains("#1 "))
        }
    }

    @Test func anUnknownRunIsAMistakeInUsageAlsoWhenFollowed() async throws {
        try await whileItRuns { _, state in
            let ending = try await Program.run(["events", "7", "--follow", "--state", state])
            #expect(ending.status == 2)
            #expect(ending.error.contains("no run #7"))
        }
    }
}
