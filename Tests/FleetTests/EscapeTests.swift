#if os(Linux)
    import Posix
    import Values
    import Foundation
    import Testing

    @testable import Fleet

    /// What leaves the group or the session of its command is the command's all the same, and ends with it.
    @Suite struct EscapeTests {
        /// Each writes its number to `pid`; the command goes on.
        private static let ways = [
            "timeout 300 sh -c 'echo $$ >pid; sleep 300; :'",
            "setsid sh -c 'echo $$ >pid; sleep 300; :' & wait",
            "bash -mc 'sh -c \"echo \\$\\$ >pid; sleep 300; :\" & wait'",
            "setsid sh -c 'setsid sh -c \"echo \\$\\$ >pid; sleep 300; :\" & exit' & sleep 300",
            "setsid -f env -i PATH=/usr/bin:/bin sleep 299 & sh -c 'echo $$ >pid; sleep 300; :'",
        ]

        @Test(arguments: ways) func whatLeftTheGroupEndsWithTheCommand(way: String) async throws {
            let fixture = try CommandFixture()
            _ = try await fixture.command.start(fixture.specification(way))
            let process = try await fixture.process(in: "pid")
            #expect(isRunning(process))
            try await fixture.stranger.cancel(grace: .seconds(10))
            #expect(!isRunning(process))
            #expect(try fixture.command.marked() == [])
        }

        /// Nothing but the mark says what runs; to say that it was stopped would be untrue otherwise.
        @Test(arguments: ["echo $$ >pid; exec sleep 300", "setsid sh -c 'echo $$ >pid; sleep 300; :' & wait"])
        func whatRunsWithoutItsDirectoryEndsAsWell(way: String) async throws {
            let fixture = try CommandFixture()
            _ = try await fixture.command.start(fixture.specification(way))
            let process = try await fixture.process(in: "pid")
            try FileManager.default.removeItem(at: fixture.command.directory)
            try await fixture.stranger.cancel(grace: .seconds(10))
            #expect(!isRunning(process))
            #expect(try fixture.command.marked() == [])
            #expect(!PrivateFile.exists(fixture.command.directory.path))
        }

        @Test func whatWasNeverStartedIsLeftAlone() async throws {
            let fixture = try CommandFixture()
            try await fixture.command.cancel(grace: .zero)
            #expect(!PrivateFile.exists(fixture.command.directory.path))
        }

        @Test func whatIgnoresThePoliteSignalElsewhereIsKilled() async throws {
            let fixture = try CommandFixture()
            _ = try await fixture.command.start(
                fixture.specification(
                    "setsid sh -c 'trap \"\" TERM; echo $$ >pid; while :; do sleep 0.02; done' & wait"))
            let process = try await fixture.process(in: "pid")
            try await fixture.stranger.cancel(grace: .milliseconds(200))
            #expect(!isRunning(process))
        }

        /// Each lives for a moment and leaves two heirs in sessions of their own, for as long as it is let.
        @Test func whatForksBetweenTwoLooksIsFoundByTheNext() async throws {
            let fixture = try CommandFixture()
            try fixture.scratch.write(
                "trap '' TERM; echo $$ >>seen; sleep 0.05; [ -e stop ] || setsid sh heir & sleep 0.02", to: "heir")
            _ = try await fixture.command.start(
                fixture.specification("setsid sh heir & setsid sh heir & sleep 300"))
            try await eventually {
                ((try? String(contentsOf: fixture.scratch["seen"], encoding: .utf8)) ?? "").count > 60
            }
            try await fixture.stranger.cancel(grace: .milliseconds(100))
            let left = try fixture.command.marked()
            try fixture.scratch.write("", to: "stop")
            #expect(left == [])
        }

        @Test func whatASuccessfulCommandLeftIsEndedAndItsStatusStays() async throws {
            let fixture = try CommandFixture()
            #expect(try await fixture.run("setsid sleep 300 & sleep 301 & echo $! >pid") == .exited(code: 0))
            let process = try await fixture.process(in: "pid")
            #expect(isRunning(process))
            try await fixture.stranger.endLeftovers(grace: .seconds(10))
            #expect(!isRunning(process))
            #expect(try fixture.command.marked() == [])
            #expect(try fixture.command.state() == .ended(.exited(code: 0)))
            #expect(!PrivateFile.exists(fixture.command.files.cancelled))
        }

        /// The documented way to leave something running on purpose.
        @Test func whatGaveUpTheMarkLivesOn() async throws {
            let fixture = try CommandFixture()
            let script = "(unset SLIPWAY_COMMAND; setsid sh -c 'echo $$ >pid; exec sleep 300' >log 2>&1 &); sleep 0.3"
            #expect(try await fixture.run(script) == .exited(code: 0))
            let process = try await fixture.process(in: "pid")
            try await fixture.command.endLeftovers(grace: .seconds(5))
            #expect(isRunning(process))
            kill(process, SIGKILL)
        }

        @Test func anotherCommandsProcessesAreLeftAlone() async throws {
            let one = try CommandFixture()
            let other = try CommandFixture()
            _ = try await one.command.start(one.specification("setsid sleep 300 & sleep 300"))
            _ = try await other.command.start(other.specification("setsid sh -c 'echo $$ >pid; sleep 300' & sleep 300"))
            let process = try await other.process(in: "pid")
            try await one.command.cancel(grace: .seconds(5))
            #expect(isRunning(process))
            #expect(try other.command.state() == .running)
            try await other.command.cancel(grace: .zero)
        }
    }

    extension DurableCommand {
        /// The processes that have the command's mark.
        fileprivate func marked() throws -> [pid_t] {
            ProcessTable.now().entries.map(\.process).filter {
                ProcessTable.isMarked($0, Self.mark, files.directory)
            }
        }
    }
#endif
