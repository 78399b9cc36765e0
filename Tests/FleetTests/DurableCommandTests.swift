import Foundation
import Posix
import Testing

@testable import Fleet

@Suite struct DurableCommandTests {
    @Test func outputAndStatusAreKept() async throws {
        let fixture = try CommandFixture()
        #expect(try fixture.command.state() == .notStarted)
        #expect(try await fixture.run("echo out; echo err >&2; pwd; exit 7") == .exited(code: 7))
        #expect(try fixture.output() == "out\nerr\n\(fixture.scratch.url.path)\n")
        #expect(try fixture.stranger.state() == .ended(.exited(code: 7)))
    }

    @Test func everythingIsPrivate() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("true") == .exited(code: 0))
        let files = fixture.command.files
        for (path, mode) in [
            (files.directory, 0o700), (files.output, 0o600), (files.status, 0o600), (files.claim, 0o600),
            (files.script, 0o600),
        ] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: files.directory)
        #expect(names.sorted() == ["alive", "claim", "output", "script", "status"])
    }

    @Test func aCommandThatIsNotThereIsStatus127() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("exec /no/such/program") == .exited(code: 127))
        #expect(try fixture.output().contains("/no/such/program"))
    }

    @Test func aMissingWorkingDirectoryIsStatus126() async throws {
        let fixture = try CommandFixture()
        var specification = fixture.specification("echo never")
        specification.workingDirectory = fixture.scratch["missing"]
        _ = try await fixture.command.start(specification)
        #expect(try await fixture.command.wait() == .exited(code: 126))
        #expect(try !fixture.output().contains("never"))
    }

    @Test func aSignalIsTheOutcome() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("kill -9 $$") == .signalled(signal: SIGKILL))
    }

    @Test func dataArrivesVerbatim() async throws {
        let fixture = try CommandFixture()
        let value = "a 'b' \"c\" $(touch pwned) `touch pwned` \\n\nsecond line\t* ; & | é 🚢"
        let outcome = try await fixture.run(
            "printf %s \"$VALUE\"; printf '|%s|' \"$directory$1\"", ["VALUE": value, "directory": "mine"])
        #expect(outcome == .exited(code: 0))
        #expect(try fixture.output() == value + "|mine|")
        #expect(!PrivateFile.exists(fixture.scratch["pwned"].path))
    }

    @Test func theEnvironmentIsComplete() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("env", ["ONLY": "this"]) == .exited(code: 0))
        let names = try fixture.output().split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(Set(names).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["ONLY", "PATH", "SLIPWAY_COMMAND"])
    }

    #if os(Linux)
        /// It is the command's variable, and yet every program complains of it that is started with it.
        @Test func aVariableThatMakesProgramsComplainKeepsNothingFromStarting() async throws {
            let fixture = try CommandFixture()
            #expect(try await fixture.run("echo still here", ["LD_PRELOAD": "/nonexistent.so"]) == .exited(code: 0))
            #expect(try fixture.output().contains("still here\n"))
        }
    #endif

    @Test(.timeLimit(.minutes(1)), arguments: ["mkfifo", "ln -s /etc/passwd", "mkdir"])
    func whatACommandPutsInTheOutputsPlaceIsNotWaitedFor(making: String) async throws {
        let fixture = try CommandFixture()
        let script = "cd \"$SLIPWAY_COMMAND\"; rm -f output; \(making) output; exit 3"
        #expect(try await fixture.run(script) == .exited(code: 3))
        let text = (try? fixture.command.lastOutput(limit: 100))?.bytes ?? []
        #expect(!String(decoding: text, as: UTF8.self).contains("root:"))
    }

    @Test func anUnusablePathHidesNothingFromTheSupervisor() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("echo still here", ["PATH": "/nonexistent"]) == .exited(code: 0))
        #expect(try fixture.output() == "still here\n")
    }

    @Test(arguments: ["A=B", "", "A\0"]) func aNameThatIsNoneIsRefused(name: String) async throws {
        let fixture = try CommandFixture()
        await #expect(throws: DurableCommandError.self) { try await fixture.run("true", [name: "x"]) }
        await #expect(throws: DurableCommandError.self) { try await fixture.run("true", ["X": "a\0b"]) }
        await #expect(throws: DurableCommandError.self) { try await fixture.run("true\0false") }
        #expect(try fixture.command.state() == .notStarted)
    }

    @Test func standardInputIsEmptyAndNothingElseIsInherited() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("cat; ls /dev/fd | grep -v '^[012]$'; :") == .exited(code: 0))
        // What is left is the descriptor by which `ls` reads the directory.
        #expect(try fixture.output().split(separator: "\n").count == 1)
    }

    #if os(Linux)
        @Test func signalsAreAsAProgramExpectsThem() async throws {
            let fixture = try CommandFixture()
            #expect(try await fixture.run("grep -E '^Sig(Ign|Blk)' /proc/self/status") == .exited(code: 0))
            for line in try fixture.output().split(separator: "\n") {
                let signals = try #require(UInt64(line.suffix(16), radix: 16))
                // Above these are the two that the C library keeps for itself.
                #expect(signals & 0x7fff_ffff == 0, "\(line)")
            }
        }
    #endif

    @Test func waitingForWhatWasNeverStartedIsAnError() async throws {
        let fixture = try CommandFixture()
        await #expect(throws: DurableCommandError.notStarted(directory: fixture.command.files.directory)) {
            try await fixture.command.wait()
        }
    }

    @Test(arguments: ["banana\n", "", "0", "256\n", "-1\n", "0\n0\n"]) func aDamagedStatusIsNoStatus(text: String)
        async throws
    {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("true") == .exited(code: 0))
        try Data(text.utf8).write(to: URL(filePath: fixture.command.files.status))
        #expect(throws: DurableCommandError.self) { try fixture.command.state() }
    }

    @Test func aSupervisorThatCannotStartSaysWhy() async throws {
        let fixture = try CommandFixture()
        let files = fixture.command.files
        try files.prepare()
        try FileManager.default.removeItem(atPath: files.alive)
        try FileManager.default.createDirectory(atPath: files.alive, withIntermediateDirectories: false)
        let error = await #expect(throws: DurableCommandError.self) { try await fixture.run("true") }
        #expect(error?.description.contains("alive") == true)
        #expect(try fixture.command.state() == .notStarted)
    }
}
