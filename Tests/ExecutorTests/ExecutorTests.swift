import Delivery
import Foundation
import Journal
import SlipwayTesting
import Subprocess
import Testing

import Executor

/// The shell around the core, on a real journal, with real commands.
struct ExecutorTests {
    private func withExecutor(
        _ command: String, _ body: (Executor, EventFeed, URL) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state)
        let feed = EventFeed()
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let executor = Executor(
            run: RunState(number: journal.nextRunNumber), ledger: Ledger(), journal: journal, feed: feed,
            world: World(state: state, variables: ["PATH": "/usr/bin:/bin"], now: clock), now: clock)
        let pipeline = Pipeline(
            name: "build", release: .automatic(acceptRisk: nil),
            stages: [Stage(name: "build", steps: [.run(command: command, name: nil)])], environments: [:])
        executor.start(pipeline, Change(title: "a test"), by: Actor(name: "ana"), workspace: directory.path)
        try await body(executor, feed, URL(filePath: directory.path))
        try await journal.close()
    }

    @Test(arguments: [("true", RunResult.succeeded), ("exit 3", .failed), ("kill -9 $$", .failed)])
    func aRunEndsAsItsCommandDid(command: String, result: RunResult) async throws {
        try await withExecutor(command) { executor, _, _ in
            let ending = try await executor.carryOut()
            #expect(ending == result)
        }
    }

    @Test func cancellingARunEndsItsCommandAndWhatThatStarted() async throws {
        try await withExecutor("sleep 600 & echo $! > child; wait") { executor, _, folder in
            async let result = executor.carryOut()
            let note = folder.appending(path: "child")
            try await eventually("the command runs") {
                (try? String(contentsOf: note, encoding: .utf8))?.isEmpty == false
            }
            try await executor.order(.cancel, by: Actor(name: "ana"))
            let ending = try await result
            #expect(ending == .cancelled)
            let child = try String(contentsOf: note, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            let listing = try await Subprocess.run(
                .name("ps"), arguments: ["-o", "stat=", "-p", child], output: .string(limit: 4096), error: .discarded)
            // A zombie has ended; only nobody asked how.
            #expect(listing.standardOutput.isEmpty || listing.standardOutput.hasPrefix("Z"))
        }
    }

    /// Letting go is not cancelling: the command goes on for whoever takes the run up. Nobody waits for an answer.
    @Test func anExecutorThatLetsGoLeavesItsCommandRunning() async throws {
        try await withExecutor("echo $$ > pid; sleep 600") { executor, _, folder in
            let work = Task { try await executor.carryOut() }
            let note = folder.appending(path: "pid")
            try await eventually("the command runs") {
                (try? String(contentsOf: note, encoding: .utf8))?.isEmpty == false
            }
            work.cancel()
            await #expect(throws: (any Error).self) { try await work.value }
            await #expect(throws: Refusal.self) { try await executor.order(.cancel, by: Actor(name: "ana")) }
            let command = try #require(
                Int32(try String(contentsOf: note, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(command, 0) == 0)
            kill(-getpgid(command), SIGKILL)
        }
    }

    /// The same order twice, as after a lost answer, is carried out once and answered alike.
    @Test func anOrderIsCarriedOutOnce() async throws {
        try await withExecutor("sleep 600") { executor, feed, _ in
            let records = feed.subscribe()
            async let result = executor.carryOut()
            for await record in records {
                if case .stepStarted = record.event { break }
            }
            let ana = Actor(name: "ana")
            let first = try await executor.order(.cancel, by: ana, id: "once")
            let ending = try await result
            #expect(ending == .cancelled)
            await #expect(throws: Refusal.self) { try await executor.order(.cancel, by: ana, id: "twice") }
            #expect(first > 0)
        }
    }
}
