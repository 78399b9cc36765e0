import Foundation
import SlipwayTesting
import Testing

@testable import Fleet

@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHCommandTests {
    /// Runs until the test makes the file `go`.
    private static let script = "echo run >>runs; echo $$ >pid; until [ -e go ]; do sleep 0.02; done; echo done; exit 3"

    @Test func aCommandRunsToItsEnd() async throws {
        try await SSHFixture.with { fixture in
            let before = try await fixture.command.state()
            #expect(before == .notStarted)
            #expect(try await fixture.command.processGroup() == nil)
            await #expect(throws: DurableCommandError.self) { try await fixture.command.wait() }
            #expect(try await fixture.run("pwd; echo \"it's \\$5\"; exit 7") == .exited(code: 7))
            #expect(try await fixture.output() == "\(fixture.scratch.path)\nit's $5\n")
            #expect(try await fixture.command.state() == .ended(.exited(code: 7)))
        }
    }

    @Test func variablesArriveAsTheyAreAndInNoArgument() async throws {
        try await SSHFixture.with { fixture in
            let hostile = ["A": "", "B": "x\ny\n", "_c": "'\"$(id)`id`\\n \\", "PORT": "80", "D": "é\u{1}🚢\n\n  z "]
            let script =
                "ps axww -o args= >processes; for v in A B _c PORT D; do eval \"printf '%s|' \\\"\\$$v\\\"\"; done"
            #expect(try await fixture.run(script, hostile.merging(["SECRET": "hunter2-3f"]) { $1 }) == .exited(code: 0))
            let expected = ["A", "B", "_c", "PORT", "D"].map { "\(hostile[$0] ?? "")|" }.joined()
            #expect(try await fixture.output() == expected)
            let processes = try String(contentsOf: fixture.scratch.appending(path: "processes"), encoding: .utf8)
            #expect(
                processes.contains("slipway-supervisor") && !processes.contains("hunter2-3f")
                    && !processes.contains("eval"))
            #expect(throws: DurableCommandError.self) { try RemoteEnvironment.encoded(["A-B": "x"], script: "true") }
            #expect(throws: DurableCommandError.self) { try RemoteEnvironment.encoded(["1A": "x"], script: "true") }
        }
    }

    @Test func aCommandHasWhatALoginHasAndNothingOfTheConnection() async throws {
        try await SSHFixture.with { fixture in
            #expect(try await fixture.run("env; ps -o sid= -p $$") == .exited(code: 0))
            let output = try await fixture.output()
            let group = try #require(try await fixture.command.processGroup())
            #expect(output.contains("HOME=\(fixture.server.home)\n"))
            #expect(output.contains("PATH=") && !output.contains("SSH_") && !output.contains("slipway_"))
            #expect(output.contains("\n\(group)\n") || output.contains(" \(group)\n"), "a session of its own")
        }
    }

    @Test func tenStartsRunOnce() async throws {
        try await SSHFixture.with { fixture in
            let specification = fixture.specification(Self.script)
            let starts = try await withThrowingTaskGroup(of: CommandStart.self) { group in
                for _ in 0..<10 { group.addTask { try await fixture.command.start(specification) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(starts.filter { $0 == .started }.count == 1)
            #expect(try await fixture.command.state() == .running)
            try fixture.make("go")
            #expect(try await fixture.command.wait() == .exited(code: 3))
            #expect(try await fixture.command.start(specification) == .adopted)
            #expect(try await fixture.line(in: "runs") == "run")
        }
    }

    /// What the local host started is the same command, seen over SSH, and the other way round.
    @Test func bothKindsOfHostsSeeTheSameCommand() async throws {
        try await SSHFixture.with { fixture in
            let local = DurableCommand(directory: fixture.command.directory)
            _ = try await fixture.command.start(fixture.specification(Self.script))
            #expect(try local.state() == .running)
            #expect(try await local.start(fixture.specification(Self.script)) == .adopted)
            let group = try local.processGroup()
            #expect(try await fixture.command.processGroup() == group)
            try fixture.make("go")
            #expect(try await local.wait() == .exited(code: 3))
            #expect(try await fixture.command.wait() == .exited(code: 3))
        }
    }

    @Test func aLostConnectionIsNotTheEnd() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(fixture.specification(Self.script))
            async let end = fixture.command.wait()
            async let text = fixture.command.output(from: 0).reduce(into: "") {
                $0 += String(decoding: $1.bytes, as: UTF8.self)
            }
            let process = try #require(pid_t(try await fixture.line(in: "pid")))
            for _ in 0..<3 {
                try await SlipwayTesting.eventually("there is a connection") {
                    try await !fixture.server.sessions().isEmpty
                }
                try await fixture.server.cutConnections()
            }
            #expect(isRunning(process))
            #expect(try await fixture.command.start(fixture.specification(Self.script)) == .adopted)
            try fixture.make("go")
            #expect(try await end == .exited(code: 3))
            #expect(try await text == "done\n")
            #expect(try await fixture.line(in: "runs") == "run")
        }
    }

    @Test func whatWaitedLeavesNothingBehindWhenItIsCancelled() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(fixture.specification("sleep 300"))
            let tasks = [
                Task { _ = try await fixture.command.wait() },
                Task { for try await _ in fixture.command.output(from: 0) {} },
            ]
            try await SlipwayTesting.eventually("both wait") { try await Leftovers.scripts(of: fixture).count >= 2 }
            for task in tasks {
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            try await SlipwayTesting.eventually("nobody waits") { try await Leftovers.scripts(of: fixture).isEmpty }
            #expect(try await fixture.command.state() == .running)
            try await fixture.command.cancel(grace: .zero)
        }
    }

    @Test func aSupervisorThatVanishesIsLostAndItsCommandCanStillBeEnded() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(fixture.specification("echo $$ >pid; exec sleep 300"))
            let process = try #require(pid_t(try await fixture.line(in: "pid")))
            async let end = fixture.command.wait()
            kill(try #require(try await fixture.command.processGroup()), SIGKILL)
            #expect(try await end == .lost)
            #expect(isRunning(process))
            try await fixture.command.cancel(grace: .seconds(10))
            #expect(!isRunning(process))
        }
    }

    @Test(arguments: ["1\n", "0\n", "-1\n", "", "4711", "banana\n"])
    func aClaimThatWouldMeanEveryoneIsRefused(claim: String) async throws {
        try await SSHFixture.with { fixture in
            try CommandFiles(directory: fixture.command.directory.path).prepare()
            try Data(claim.utf8).write(to: fixture.command.directory.appending(path: "claim"))
            await #expect(throws: DurableCommandError.self) { try await fixture.command.state() }
            await #expect(throws: DurableCommandError.self) { try await fixture.command.wait() }
            await #expect(throws: DurableCommandError.self) { try await fixture.command.cancel(grace: .zero) }
        }
    }

    /// An sshd lets few sessions share a connection; the others get connections of their own.
    @Test func manyMayWaitAtOnce() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(fixture.specification(Self.script))
            try await withThrowingTaskGroup(of: CommandEnd.self) { group in
                for _ in 0..<16 { group.addTask { try await fixture.command.wait() } }
                try await SlipwayTesting.eventually("all wait") {
                    try await Leftovers.scripts(of: fixture).count >= 16
                }
                try fixture.make("go")
                for try await end in group { #expect(end == .exited(code: 3)) }
            }
        }
    }

    /// As on macOS.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl")))
    func whereThereIsNoSetsidPerlDoes() async throws {
        try await SSHFixture.with { fixture in
            let bin = fixture.scratch.appending(path: "bin")
            try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
            for name in ["perl", "mkdir", "mkfifo"] {
                try FileManager.default.createSymbolicLink(
                    atPath: bin.appending(path: name).path, withDestinationPath: "/usr/bin/\(name)")
            }
            let body = RemoteScript.start.text.drop { !$0.isNewline }
            let script = RemoteScript("testing", "PATH='\(bin.path)'\n\(body)")
            let arguments = [
                fixture.command.directory.path, fixture.scratch.path, Supervisor.script, OutputKeeper.script,
            ]
            let answer = try await fixture.host.connection.run(
                script, arguments,
                input: .bytes(RemoteEnvironment.encoded(["PATH": "/usr/bin:/bin"], script: Self.script)),
                isOneLine: true)
            #expect(String(decoding: answer, as: UTF8.self) == "started\n")
            let group = try #require(try await fixture.command.processGroup())
            #expect(getsid(group) == group)
            try fixture.make("go")
            #expect(try await fixture.command.wait() == .exited(code: 3))
            try FileManager.default.removeItem(at: bin.appending(path: "perl"))
            let refusal = try await fixture.host.connection.run(script, arguments, isOneLine: true)
            #expect(String(decoding: refusal, as: UTF8.self).contains("neither setsid nor perl"))
        }
    }

    /// Half an environment is none.
    @Test func aConnectionLostWhileStartingStartsNothing() async throws {
        try await SSHFixture.with { fixture in
            let arguments = [
                fixture.command.directory.path, fixture.scratch.path, Supervisor.script, OutputKeeper.script,
            ]
            for input in ["", "A\n", "A\n1\n", "A\n2\nx\n", "A\n1\nx\n"] {
                let answer = try await fixture.host.connection.run(
                    .start, arguments, input: .bytes(Array(input.utf8)), isOneLine: true)
                #expect(String(decoding: answer, as: UTF8.self) == "the connection was lost\n")
            }
            #expect(try await fixture.command.state() == .notStarted)
        }
    }

    @Test func aCommandThatCannotBeStartedSaysWhy() async throws {
        try await SSHFixture.with { fixture in
            try fixture.make("file")
            let command = fixture.host.command(in: fixture.scratch.appending(path: "file/command"))
            let error = await #expect(throws: DurableCommandError.self) {
                try await command.start(fixture.specification("true"))
            }
            #expect(error?.description.contains("ot a directory") == true)
            #expect(try await command.state() == .notStarted)
        }
    }
}
