import Foundation
import Posix
import SlipwayTesting
import Testing
import Values

@testable import Fleet

@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHCancelTests {
    @Test func aCommandThatListensEndsBySIGTERM() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(
                fixture.specification("trap 'echo bye; exit 5' TERM; echo $$ >pid; while :; do sleep 0.02; done"))
            _ = try await fixture.line(in: "pid")
            try await fixture.command.cancel(grace: .seconds(20))
            #expect(try await fixture.command.wait() == .exited(code: 5))
            #expect(try await fixture.output().hasSuffix("bye\n"))
        }
    }

    /// A child that ignores SIGTERM, under a name made to fool whoever reads process tables line by line.
    @Test func aStubbornGroupIsKilledWhole() async throws {
        try await SSHFixture.with { fixture in
            try FileManager.default.copyItem(
                atPath: URL(filePath: "/bin/sh").resolvingSymlinksInPath().path,
                toPath: fixture.scratch.appending(path: "a) Z\n1 2").path)
            let child = "trap '' TERM; echo $$ >child; while :; do sleep 0.02; done"
            try Data(child.utf8).write(to: fixture.scratch.appending(path: "script"))
            _ = try await fixture.command.start(
                fixture.specification(
                    "'./a) Z\n1 2' script & trap 'exit 6' TERM; echo $$ >pid; while :; do sleep 0.02; done"))
            let processes = [
                try #require(pid_t(try await fixture.line(in: "child"))),
                try #require(pid_t(try await fixture.line(in: "pid"))),
            ]
            try await fixture.command.cancel(grace: .milliseconds(300))
            #expect(processes.filter(isRunning) == [])
            #expect(try await fixture.command.state() == .ended(.exited(code: 6)))
        }
    }

    #if os(Linux)
        @Test(arguments: [
            "timeout 300 sh -c 'echo $$ >pid; sleep 300; :'", "setsid sh -c 'echo $$ >pid; sleep 300; :' & wait",
            "setsid sh -c 'trap \"\" TERM; echo $$ >pid; while :; do sleep 0.02; done' & exit 0",
        ])
        func whatLeftTheGroupEndsWithTheCommand(script: String) async throws {
            try await SSHFixture.with { fixture in
                _ = try await fixture.command.start(fixture.specification(script))
                let process = try #require(pid_t(try await fixture.line(in: "pid")))
                try await fixture.command.cancel(grace: .milliseconds(500))
                #expect(!isRunning(process))
            }
        }
    #endif

    @Test func cancellingGoesOnWithoutTheConnection() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(
                fixture.specification("trap 'echo asked >asked' TERM; echo $$ >pid; while :; do sleep 0.02; done"))
            let process = try #require(pid_t(try await fixture.line(in: "pid")))
            let cancel = Task { try await fixture.command.cancel(grace: .seconds(1)) }
            _ = try await fixture.line(in: "asked")
            cancel.cancel()
            try await fixture.server.cutConnections()
            try await eventually { !isRunning(process) }
        }
    }

    @Test func whatHasEndedOrNeverBeganIsLeftAlone() async throws {
        try await SSHFixture.with { fixture in
            try await fixture.command.cancel(grace: .zero)
            #expect(try await fixture.run("exit 4") == .exited(code: 4))
            try await fixture.command.cancel(grace: .zero)
            #expect(try await fixture.command.state() == .ended(.exited(code: 4)))
        }
    }

    /// The number of a group that is gone may be another's by now.
    @Test func anotherGroupOfTheSameNumberIsLeftAlone() async throws {
        try await SSHFixture.with { fixture in
            let other = DurableCommand(directory: fixture.scratch.appending(path: "other"))
            _ = try await other.start(fixture.specification("sleep 300"))
            let files = CommandFiles(directory: fixture.command.directory.path)
            try files.prepare()
            let group = try #require(try other.processGroup())
            try Data("\(group)\n".utf8).write(to: URL(filePath: files.claim))
            try await fixture.command.cancel(grace: .zero)
            #expect(try await fixture.command.state() == .ended(.lost))
            #expect(try other.state() == .running)
            try await other.cancel(grace: .zero)
        }
    }

    /// A host that takes its time: what opens this FIFO to write waits for somebody who reads.
    private func makeSlow(_ fixture: SSHFixture) throws -> String {
        let directory = fixture.command.directory.path
        try PrivateFile.makeDirectory(directory)
        try PrivateFile.makeFIFO("\(directory)/output")
        return "\(directory)/output"
    }

    @Test func aStartThatIsCancelledEndsOnceItIsDecided() async throws {
        try await SSHFixture.with { fixture in
            let slow = try makeSlow(fixture)
            let start = Task { try await fixture.command.start(fixture.specification("sleep 300")) }
            try await SlipwayTesting.eventually("it is being started") {
                try await !Leftovers.scripts(of: fixture).isEmpty
            }
            start.cancel()
            let reader = open(slow, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try await SlipwayTesting.eventually("it goes on") { try await Leftovers.scripts(of: fixture).isEmpty }
            #expect(try await start.value == .started)
            #expect(try await fixture.command.processGroup() != nil)
            try await fixture.command.cancel(grace: .seconds(10))
            #expect(try await fixture.command.state() == .ended(.signalled(signal: SIGTERM)))
        }
    }

    @Test func aHostThatDoesNotDecideHoldsNobodyUp() async throws {
        try await SSHFixture.with { fixture in
            let slow = try makeSlow(fixture)
            var command = fixture.command
            command.patience = .milliseconds(100)
            let start = Task { [command] in try await command.start(fixture.specification("true")) }
            try await SlipwayTesting.eventually("it is being started") {
                try await !Leftovers.scripts(of: fixture).isEmpty
            }
            start.cancel()
            await #expect(throws: CancellationError.self) { try await start.value }
            let reader = open(slow, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try await SlipwayTesting.eventually("it goes on") { try await Leftovers.scripts(of: fixture).isEmpty }
        }
    }
}
