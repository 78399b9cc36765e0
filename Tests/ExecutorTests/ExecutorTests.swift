import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Synchronization
import Testing
import Values

import Executor

/// The shell around the core, on a real journal, with real commands.
struct ExecutorTests {
    private func withExecutor(
        _ command: String, named name: String? = nil, variables: [String: String] = ["PATH": "/usr/bin:/bin"],
        withholding withheld: Set<String> = [], passing passEnv: [String] = [],
        _ body: (Executor, EventFeed, URL) async throws -> Void
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
            run: RunState(number: journal.nextRunNumber),
            recorder: Recorder(journal: journal, feed: feed, ledger: Ledger()),
            world: .onHosts(state: state, variables: variables, withholding: withheld, now: clock), now: clock)
        let pipeline = Pipeline(
            name: "build", release: .automatic(acceptRisk: nil),
            stages: [Stage(name: "build", steps: [.run(command: command, name: name)])], environments: [:],
            passEnv: passEnv)
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

    /// Nothing but the clock changes, and nobody sends anything: it is noticed all the same.
    @Test(.timeLimit(.minutes(1))) func aClockThatWasSetIsNoticedAndRecorded() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state)
        let feed = EventFeed()
        let shift = Mutex(Duration.zero)
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + shift.withLock { $0 }
        }
        let executor = Executor(
            run: RunState(number: journal.nextRunNumber),
            recorder: Recorder(journal: journal, feed: feed, ledger: Ledger()),
            world: .onHosts(state: state, variables: [:], now: clock), now: clock)
        let gate = ApprovalRule(expires: .seconds(3600))
        let pipeline = Pipeline(
            name: "build", release: .automatic(acceptRisk: nil),
            stages: [Stage(name: "build", gate: gate, steps: [.run(command: "true", name: nil)])], environments: [:])
        executor.start(pipeline, Change(title: "a test"), by: Actor(name: "ana"), workspace: directory.path)
        let records = feed.subscribe()
        async let result = executor.carryOut()
        var events: [Event] = []
        for await record in records {
            events.append(record.event)
            if case .stage(_, .approvalRequested) = record.event { shift.withLock { $0 = .seconds(7200) } }
            if case .run(.finished) = record.event { break }
        }
        #expect(try await result == .rejected)
        let jump = events.compactMap { event -> Duration? in
            if case .run(.clockJumped(let jump)) = event { return jump }
            return nil
        }
        #expect(jump.count == 1)
        #expect(abs((jump.first ?? .zero).seconds - 7200) < 1)
        #expect(events.contains(.stage("build", .approvalExpired)))
        try await journal.close()
    }

    #if os(Linux)
        /// A group or a session of its own makes nothing outlive its step, cancelled or not.
        @Test(arguments: [
            "timeout 600 sh -c 'echo $$ >child; sleep 600; :'", "setsid sh -c 'echo $$ >child; sleep 600' & wait",
        ])
        func aCancelledStepEndsWithEverything(command: String) async throws {
            try await withExecutor(command) { executor, _, folder in
                async let result = executor.carryOut()
                let child = try await Self.number(in: folder.appending(path: "child"))
                try await executor.order(.cancel, by: Actor(name: "ana"))
                let ending = try await result
                #expect(ending == .cancelled)
                #expect(!Self.isRunning(child))
            }
        }

        @Test func aStepThatSucceedsLeavesNothingBehind() async throws {
            try await withExecutor("setsid sh -c 'echo $$ >child; sleep 600' & until [ -s child ]; do sleep 0.02; done")
            {
                executor, _, folder in
                let ending = try await executor.carryOut()
                #expect(ending == .succeeded)
                let child = try await Self.number(in: folder.appending(path: "child"))
                #expect(!Self.isRunning(child))
            }
        }
    #endif

    private static func number(in note: URL) async throws -> pid_t {
        try await eventually("the command runs") {
            (try? String(contentsOf: note, encoding: .utf8))?.hasSuffix("\n") == true
        }
        return try #require(pid_t(try String(contentsOf: note, encoding: .utf8).dropLast()))
    }

    /// A zombie has ended; only nobody asked how.
    private static func isRunning(_ process: pid_t) -> Bool {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return kill(process, 0) == 0 && !stat.contains(") Z ")
    }

    @Test func aFailedStepSaysWhatItPrintedLastAndWhere() async throws {
        let script = "seq 1 30; printf '\\033[31mno such table\\033[0m\\n' >&2; exit 22"
        try await withExecutor(script, named: "smoke") { executor, feed, folder in
            let records = feed.subscribe()
            let ending = try await executor.carryOut()
            #expect(ending == .failed)
            feed.finish()
            for await record in records {
                guard case .step(_, .finished(let result, let report, let title, let output)) = record.event else {
                    continue
                }
                #expect(result == .failed && report == .exited(code: 22) && title == "smoke")
                #expect(output?.lines == (12...30).map(String.init) + ["no such table"])
                #expect(output?.path == folder.path + "/runs/1/build-1/output")
                return
            }
            Issue.record("no step finished")
        }
    }

    @Test func aStepFindsWhatItsPipelinePassesOnAndNothingElse() async throws {
        let variables = [
            "PATH": "/usr/bin:/bin", "HOME": "/home/ana", "LANG": "C.UTF-8", "AWS_REGION": "eu-1",
            "AWS_SECRET": "hunter2",
            "HOOK_SECRET": "hunter3", "SLIPWAY_TEST": "yes", "SLIPWAY_TOKEN": "hunter4",
        ]
        let script = "env | grep -v '^_=' >found"
        try await withExecutor(
            script, variables: variables, withholding: ["HOOK_SECRET", "SLIPWAY_TOKEN"],
            passing: ["AWS_REGION", "HOOK_SECRET", "MISSING"]
        ) { executor, feed, folder in
            let records = feed.subscribe()
            let ending = try await executor.carryOut()
            #expect(ending == .succeeded)
            feed.finish()
            let text = try String(contentsOf: folder.appending(path: "found"), encoding: .utf8)
            let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
            #expect(
                names.subtracting(["PWD", "OLDPWD", "SHLVL"]) == [
                    "PATH", "HOME", "LANG", "AWS_REGION", "SLIPWAY_TEST", "SLIPWAY_RUN", "SLIPWAY_STEP",
                    "SLIPWAY_COMMAND",
                ])
            #expect(!text.contains("hunter"))
            for await record in records { #expect(!"\(record.event)".contains("eu-1")) }
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
                if case .step(_, .started) = record.event { break }
            }
            let ana = Actor(name: "ana")
            let first = try await executor.order(.cancel, by: ana, id: "once")
            let ending = try await result
            #expect(ending == .cancelled)
            await #expect(throws: Refusal.self) { try await executor.order(.cancel, by: ana, id: "twice") }
            #expect(first > 0)
        }
    }

    /// Nobody tells a run what happened between its being opened again and its being carried out.
    @Test(.timeLimit(.minutes(1)))
    func aReopenedRunSeesWhatHappenedBeforeItIsCarriedOut() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state)
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let recorder = Recorder(journal: journal, feed: EventFeed(), ledger: Ledger())
        let ana = Actor(name: "ana")
        func executor() async throws -> Executor {
            let run = try await journal.reader.state(of: RunNumber(1)) ?? RunState(number: RunNumber(1))
            return Executor(
                run: run, recorder: recorder,
                world: .onHosts(state: state, variables: ["PATH": "/usr/bin:/bin"], now: clock), now: clock)
        }
        let stages = [
            Stage(name: "build", steps: [.run(command: "false", name: nil)]),
            Stage(name: "check", steps: [.run(command: "true", name: nil)]),
        ]
        let first = try await executor()
        first.start(
            Pipeline(name: "shop", release: .automatic(acceptRisk: nil), stages: stages, environments: [:]),
            Change(title: "a test"), by: ana, workspace: directory.path)
        #expect(try await first.carryOut() == .failed)
        try await recorder.order(.disableTransition("check"), by: ana, reason: "a test", at: clock())
        let second = try await executor()
        try await second.reopen(.skip, by: ana, reason: "flaky")
        try await recorder.order(.enableTransition("check"), by: ana, reason: "over", at: clock())
        #expect(try await second.carryOut() == .succeeded)
        try await journal.close()
    }

    /// A run that can't be recorded stands still; with room again it goes on, and no step is run twice.
    @Test func aFullDiskStopsTheRunUntilThereIsRoom() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let steps = (1...60).map { Step.run(command: "echo \($0) >> steps", name: nil) }
        let pipeline = Pipeline(
            name: "long", release: .automatic(acceptRisk: nil), stages: [Stage(name: "build", steps: steps)],
            environments: [:])
        func executor(by recorder: Recorder) async throws -> Executor {
            let run = try await recorder.journal.reader.state(of: RunNumber(1)) ?? RunState(number: RunNumber(1))
            return Executor(
                run: run, recorder: recorder,
                world: .onHosts(state: state, variables: ["PATH": "/usr/bin:/bin"], now: clock), now: clock)
        }
        try await Journal.open(in: state).close()
        let size = try #require(
            FileManager.default.attributesOfItem(atPath: state.journal)[.size] as? Int64)
        let full = try await Journal.open(in: state, sizeLimit: ByteCount(bytes: size + 8 * 1024))
        let recorder = Recorder(journal: full, feed: EventFeed(), ledger: Ledger())
        let first = try await executor(by: recorder)
        first.start(pipeline, Change(title: "a test"), by: Actor(name: "ana"), workspace: directory.path)
        let work = Task { try await first.carryOut() }
        try await eventually("there is no room") { recorder.room.trouble?.kind == .diskFull }
        let refused = await #expect(throws: JournalError.self) {
            try await first.order(.cancel, by: Actor(name: "ana"))
        }
        #expect(refused?.kind == .diskFull)
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        try await full.close()

        let relieved = try await Journal.open(in: state)
        let begun = try #require(try await relieved.reader.state(of: RunNumber(1)))
        #expect(begun.stages.first?.steps.first?.phase == .finished)
        #expect(begun.stages.first?.steps.last?.phase == .queued)
        #expect(
            try await executor(by: Recorder(journal: relieved, feed: EventFeed(), ledger: Ledger())).carryOut()
                == .succeeded)
        #expect(try await relieved.reader.integrityProblem(.full) == nil)
        try await relieved.close()
        let lines = try String(contentsOf: URL(filePath: "\(directory.path)/steps"), encoding: .utf8)
        #expect(lines == (1...60).map { "\($0)\n" }.joined())
    }
}
