import Foundation
import Testing
import Values

@testable import Fleet

@Suite struct DurableCommandCancelTests {
    @Test func aCommandThatListensEndsBySIGTERM() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(
            fixture.specification("trap 'echo bye; exit 5' TERM; echo $$ >pid; while :; do sleep 0.02; done"))
        let process = try await fixture.process(in: "pid")
        try await fixture.stranger.cancel(grace: .seconds(20))
        #expect(!isRunning(process))
        #expect(try await fixture.command.wait() == .exited(code: 5))
        #expect(try fixture.output().contains("bye\n"))
    }

    @Test func aWholeTreeThatIgnoresSIGTERMIsKilled() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(
            fixture.specification(
                "trap '' TERM; (echo $$; sh -c 'echo $$ >child; sleep 300') & echo $$ >pid; sleep 300"))
        let processes = try await [fixture.process(in: "pid"), fixture.process(in: "child")]
        #expect(processes.allSatisfy(isRunning))
        try await fixture.stranger.cancel(grace: .milliseconds(100))
        #expect(!processes.contains(where: isRunning))
        #expect(try await fixture.command.wait() == .signalled(signal: SIGKILL))
    }

    @Test func whatACommandLeftBehindIsEndedToo() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("sleep 300 & echo $! >pid") == .exited(code: 0))
        let process = try await fixture.process(in: "pid")
        #expect(isRunning(process))
        try await fixture.stranger.cancel(grace: .seconds(10))
        #expect(!isRunning(process))
        #expect(try await fixture.command.wait() == .exited(code: 0))
    }

    @Test func aStoppedCommandEnds() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(fixture.specification("echo $$ >pid; kill -STOP $$; echo no"))
        _ = try await fixture.process(in: "pid")
        try await fixture.stranger.cancel(grace: .seconds(10))
        #expect(try await fixture.command.wait() == .signalled(signal: SIGTERM))
    }

    @Test func cancellingTwiceOrNothingIsHarmless() async throws {
        let fixture = try CommandFixture()
        try await fixture.command.cancel(grace: .zero)
        #expect(try await fixture.run("true") == .exited(code: 0))
        try await fixture.command.cancel(grace: .zero)
        #expect(try await fixture.command.wait() == .exited(code: 0))
    }

    /// After the command's end its number may belong to others: here a group of another durable command.
    @Test func aLaterGroupOfTheSameNumberIsLeftAlone() async throws {
        let old = try CommandFixture()
        let new = try CommandFixture()
        #expect(try await old.run("true") == .exited(code: 0))
        #expect(try await new.run("sleep 300 & echo $! >pid") == .exited(code: 0))
        let process = try await new.process(in: "pid")
        try Data(contentsOf: URL(filePath: new.command.files.claim)).write(to: URL(filePath: old.command.files.claim))
        try await old.command.cancel(grace: .zero)
        #expect(isRunning(process))
        try await new.command.cancel(grace: .zero)
        #expect(!isRunning(process))
    }

    /// Whoever cancels a start ends the command then: by that time it has to be there to be ended.
    @Test func aStartThatIsCancelledEndsOnceItIsDecided() async throws {
        for _ in 0..<5 {
            let fixture = try CommandFixture()
            let start = Task { try await fixture.command.start(fixture.specification("sleep 300")) }
            try await eventually { fixture.hasScript }
            start.cancel()
            #expect(try await start.value == .started)
            #expect(try fixture.command.processGroup() != nil)
            try await fixture.stranger.cancel(grace: .seconds(10))
            #expect(try fixture.command.state() == .ended(.signalled(signal: SIGTERM)), "nobody waits for the grace")
        }
    }
}
