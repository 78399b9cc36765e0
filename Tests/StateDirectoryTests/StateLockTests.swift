import Delivery
import Foundation
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite struct StateLockTests {
    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    @Test func onlyOneHolderAtATime() async throws {
        let lock = try await StateLock.acquire(in: state.directory, at: .noon)
        let error = await #expect(throws: StateLockError.self) {
            try await StateLock.acquire(in: state.directory, at: .noon)
        }
        guard case .held(let holder?, lock.path) = try #require(error) else {
            Issue.record("wrong error: \(String(describing: error))")
            return
        }
        #expect(holder.pid == getpid())
        #expect(holder.since == .noon)
        #expect(error?.description.contains("process \(getpid())") == true)
        #expect(error?.description.contains("since 2026-11-21T12:03:49.123Z") == true)
        #expect(try StateLock.holder(in: state.directory) == holder)
        #expect(try permissions(of: lock.path) == 0o600)
        lock.release()
    }

    @Test func releasedLockCanBeTakenAgain() async throws {
        #expect(try StateLock.holder(in: state.directory) == nil)
        for _ in 0..<3 {
            let lock = try await StateLock.acquire(in: state.directory, at: .noon)
            lock.release()
            lock.release()
            #expect(try StateLock.holder(in: state.directory) == nil)
        }
        do { _ = try await StateLock.acquire(in: state.directory, at: .noon) }
        #expect(try StateLock.holder(in: state.directory) == nil)
    }

    @Test(arguments: [
        #"{"pid":1,"host":"elsewhere","since":0}"#, "garbage", "", String(repeating: "x", count: 100_000),
    ])
    func whatADeadHolderLeftDoesNotHinder(contents: String) async throws {
        try Data(contents.utf8).write(to: URL(filePath: state.directory.executorLock))
        #expect(try StateLock.holder(in: state.directory) == nil)
        let lock = try await StateLock.acquire(in: state.directory, at: .noon)
        #expect(try StateLock.holder(in: state.directory)?.pid == getpid())
        lock.release()
    }

    @Test func whoHasOnlyJustTakenItIsWaitedFor() async throws {
        let lock = try await StateLock.acquire(in: state.directory, at: .noon)
        async let next = StateLock.acquire(
            in: state.directory, at: .noon + .seconds(1), patience: .seconds(60))
        lock.release()
        try await next.release()
    }

    @Test(.timeLimit(.minutes(1))) func whoHasItForLongIsNotWaitedFor() async throws {
        let lock = try await StateLock.acquire(in: state.directory, at: .noon)
        await #expect(throws: StateLockError.self) {
            try await StateLock.acquire(
                in: state.directory, at: .noon + .seconds(601), patience: .seconds(600))
        }
        lock.release()
    }

    @Test func whoOnlyLooksTurnsNobodyAway() async throws {
        let directory = state.directory
        let looking = Task.detached {
            while !Task.isCancelled {
                _ = try? StateLock.holder(in: directory)
                await Task.yield()
            }
        }
        for _ in 0..<200 { try await StateLock.acquire(in: directory, at: .noon).release() }
        looking.cancel()
        await looking.value
    }

    /// In somebody else's directory anything may lie: to look at it must end.
    @Test(.timeLimit(.minutes(1))) func aPipeInThePlaceOfTheLockKeepsNobodyWaiting() async throws {
        let state = try TemporaryState()
        try #require(mkfifo(state.directory.executorLock, 0o600) == 0)
        #expect(try StateLock.holder(in: state.directory) == nil)
    }

    @Test func directoryThatIsNotThereIsReported() async {
        let error = await #expect(throws: StateLockError.self) {
            try await StateLock.acquire(in: StateDirectory(path: "/nonexistent/state"), at: .noon)
        }
        guard case .unavailable(path: "/nonexistent/state/executor.lock", _)? = error else {
            Issue.record("wrong error: \(String(describing: error))")
            return
        }
    }

    /// `flock(1)` holds the lock as another process, until it is killed.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
    func lockOfAKilledProcessIsFreeAtOnce() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/flock")
        process.arguments = ["--no-fork", state.directory.executorLock, "sh", "-c", "echo held; exec cat"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))

        await #expect(throws: StateLockError.held(by: nil, path: state.directory.executorLock)) {
            try await StateLock.acquire(in: state.directory, at: .noon)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try await StateLock.acquire(in: state.directory, at: .noon).release()
        try input.fileHandleForWriting.close()
    }
}
