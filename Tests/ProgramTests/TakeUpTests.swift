import Control
import Delivery
import DemoShop
import Fleet
import Foundation
import Journal
import SlipwayTesting
import Subprocess
import Testing
import Traffic

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// `kill -9` at any moment, again and again: the run is taken up each time, and ends as if nothing had happened.
@Suite(.serialized)
struct TakeUpTests {
    @Test func aReleaseKilledThirtyTimesSucceedsAndNoCustomerNotices() async throws {
        try await withFolder { folder in
            var chance = SlipwayTesting.SplitMix64(seed: 7)
            try await kill(
                ["demo", "--headless", "--step-time", "1.5", "--state", folder.path], after: .seconds(3),
                unlessRunExists: folder)
            let approving = Task { await approveWhateverWaits(in: folder) }
            defer { approving.cancel() }
            // Never as long as a step has to bake: the run can't end before the last kill.
            for _ in 0..<30 {
                let pause = Duration.milliseconds(Int64(chance.next() % 900) + 20)
                try await kill(["run", "--continue", "--output", "plain", "--state", folder.path], after: pause)
            }
            let ending = try await Program.run(
                ["run", "--continue", "--output", "plain", "--state", folder.path], variables: Self.variables)
            #expect(ending.status == 0, "\(ending.output.suffix(3000))\(ending.error)")
            try await expectOneOfEachStep(in: folder)
            try await takeDown(folder)
            let report = try CustomerReport(contentsOf: folder.appending(path: "customers.json"))
            #expect(report.totals.results.failed == 0)
            #expect(try #require(report.versions["1.42.0"]).ok > 0)
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    @Test func twoExecutorsNeverWorkAtOnce() async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "state").path
            let pipeline = """
                name: wait
                release: automatic
                stages:
                  - name: build
                    steps:
                      - run: "touch started; until [ -e go ]; do sleep 0.05; done; echo done >> ran"

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            async let first = Program.run(["run", "--output", "plain", "--state", state], in: folder)
            try await eventually("the step runs") { exists("started", in: folder) }
            let second = try await Program.run(["run", "--output", "plain", "--state", state], in: folder)
            #expect(second.status == 5)
            #expect(second.error.contains("process"))
            try Data().write(to: folder.appending(path: "go"))
            #expect(try await first.status == 0)
            #expect(try String(contentsOf: folder.appending(path: "ran"), encoding: .utf8) == "done\n")
        }
    }

    @Test func aBuildStepIsAdoptedAndNotRunAgain() async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "state").path
            let pipeline = """
                name: build
                release: automatic
                stages:
                  - name: build
                    steps:
                      - run: "echo run >> ran; until [ -e go ]; do sleep 0.05; done"

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let begin = ["run", "--output", "plain", "--state", state]
            try await kill(begin, in: folder) { exists("ran", in: folder) }
            try await kill(begin + ["--continue"], after: .milliseconds(300), in: folder)
            async let last = Program.run(begin + ["--continue"], in: folder)
            try Data().write(to: folder.appending(path: "go"))
            #expect(try await last.status == 0)
            #expect(try String(contentsOf: folder.appending(path: "ran"), encoding: .utf8) == "run\n")
        }
    }

    private func exists(_ name: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    /// Starts the program and kills it when the condition holds, or lets it end if it does so before.
    private func kill(
        _ arguments: [String], in folder: URL? = nil, when condition: @escaping @Sendable () async throws -> Bool
    ) async throws {
        _ = try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: Arguments(arguments),
            environment: .inherit.updating(Self.environment), workingDirectory: folder.map { FilePath($0.path) },
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await eventually("time to kill", within: .seconds(60), condition)
            try? execution.send(signal: .kill)
        }
    }

    private func kill(_ arguments: [String], after pause: Duration, in folder: URL? = nil) async throws {
        let moment = ContinuousClock.now + pause
        try await kill(arguments, in: folder) { ContinuousClock.now >= moment }
    }

    /// The first kill waits for the second run: before it there is nothing to take up.
    private func kill(_ arguments: [String], after pause: Duration, unlessRunExists folder: URL) async throws {
        try await kill(arguments) {
            guard let reader = try? await JournalReader.open(in: StateDirectory(path: folder.path)) else {
                return false
            }
            return ((try? await reader.runs().count) ?? 0) >= 2
        }
    }

    /// What the demo's build step finds in its environment, whoever carries it out.
    private static let variables = ["SLIPWAY_DEMO_SHOP": Program.products.appending(path: "slipway-demo-shop").path]
    private static let environment: [Subprocess.Environment.Key: String?] = [
        "SLIPWAY_DEMO_SHOP": variables["SLIPWAY_DEMO_SHOP"]
    ]

    /// Not with the program: where nobody works, that would take the run up itself.
    private func approveWhateverWaits(in folder: URL) async {
        while !Task.isCancelled {
            let executor = try? await ControlClient.connect(to: StateDirectory(path: folder.path))
            _ = try? await executor?.order(.approve, id: UUID().uuidString)
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func expectOneOfEachStep(in folder: URL) async throws {
        let reader = try await JournalReader.open(in: StateDirectory(path: folder.path))
        var started: [StepID] = []
        for try await record in reader.events(run: RunNumber(2)) {
            if case .stepStarted(let step) = record.event { started.append(step) }
        }
        #expect(started.count == Set(started).count)
        for step in ["build-1", "test-1"] {
            let output = try String(contentsOf: folder.appending(path: "runs/2/\(step)/output"), encoding: .utf8)
            #expect(output.split(separator: "\n").count == 1)
        }
    }
}
