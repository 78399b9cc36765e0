import Foundation
import Posix
import Testing

@testable import Fleet

@Suite struct DurableCommandAdoptionTests {
    /// Runs until the test makes the file `go`.
    private static let script = "echo run >>runs; while [ ! -e go ]; do sleep 0.02; done; echo done"

    @Test func tenStartsRunOnce() async throws {
        let fixture = try CommandFixture()
        let specification = fixture.specification("echo run >>runs")
        let starts = try await withThrowingTaskGroup(of: CommandStart.self) { group in
            for _ in 0..<10 { group.addTask { try await fixture.stranger.start(specification) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(starts.filter { $0 == .started }.count == 1)
        #expect(starts.filter { $0 == .adopted }.count == 9)
        #expect(try await fixture.command.wait() == .exited(code: 0))
        #expect(try String(contentsOf: fixture.scratch["runs"], encoding: .utf8) == "run\n")
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.command.files.directory)
        #expect(names.sorted() == ["alive", "claim", "output", "script", "status"])
    }

    @Test func aFinishedCommandIsAdoptedNotRepeated() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("echo run >>runs; exit 3") == .exited(code: 3))
        #expect(try await fixture.stranger.start(fixture.specification("echo run >>runs")) == .adopted)
        #expect(try await fixture.stranger.wait() == .exited(code: 3))
        #expect(try String(contentsOf: fixture.scratch["runs"], encoding: .utf8) == "run\n")
    }

    @Test func aStrangerAwaitsTheEnd() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.command.start(fixture.specification(Self.script)) == .started)
        #expect(try fixture.stranger.state() == .running)
        async let outcomes = [fixture.stranger.wait(), fixture.stranger.wait()]
        try fixture.scratch.write("", to: "go")
        #expect(try await outcomes == [.exited(code: 0), .exited(code: 0)])
    }

    @Test func aCancelledWaitEndsAndLeavesTheCommandAlone() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.command.start(fixture.specification(Self.script)) == .started)
        let wait = Task { try await fixture.stranger.wait() }
        wait.cancel()
        await #expect(throws: CancellationError.self) { try await wait.value }
        #expect(try fixture.command.state() == .running)
        try fixture.scratch.write("", to: "go")
        #expect(try await fixture.command.wait() == .exited(code: 0))
    }

    @Test func aSupervisorThatVanishesIsLostAndItsCommandCanStillBeEnded() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(fixture.specification("echo $$ >pid; exec sleep 300"))
        let process = try await fixture.process(in: "pid")
        let supervisor = try #require(try fixture.command.files.claimant()).identifier
        kill(supervisor, SIGKILL)
        #expect(try await fixture.stranger.wait() == .lost)
        #expect(isRunning(process))
        try await fixture.stranger.cancel(grace: .seconds(10))
        #expect(!isRunning(process))
    }

    @Test func aClaimWithoutASupervisorIsLostAndNeverRunAgain() async throws {
        let fixture = try CommandFixture()
        try fixture.command.files.prepare()
        try Data("999999\n".utf8).write(to: URL(filePath: fixture.command.files.claim))
        #expect(try await fixture.command.start(fixture.specification("echo run >>runs")) == .adopted)
        #expect(try await fixture.command.wait() == .lost)
        #expect(!PrivateFile.exists(fixture.scratch["runs"].path))
    }

    @Test(arguments: ["1\n", "0\n", "-1\n", "", "4711", "banana\n"]) func aClaimThatWouldMeanEveryoneIsRefused(
        claim: String
    )
        async throws
    {
        let fixture = try CommandFixture()
        try fixture.command.files.prepare()
        try Data(claim.utf8).write(to: URL(filePath: fixture.command.files.claim))
        await #expect(throws: DurableCommandError.self) { try await fixture.command.cancel(grace: .zero) }
    }
}
