import Foundation
import SlipwayTesting
import Testing

@testable import Fleet

/// A command's secrets are in nothing that is written down of what it prints.
@Suite struct OutputMaskTests {
    private static let secret = "hunter2 & /+co=%ñ?"

    private func output(
        of script: String, _ secrets: [String: String] = ["S": secret], expecting end: CommandEnd = .exited(code: 0)
    ) async throws -> String {
        let fixture = try CommandFixture()
        var specification = fixture.specification(script, secrets)
        specification.secrets = secrets.keys.sorted()
        _ = try await fixture.command.start(specification)
        #expect(try await fixture.command.wait() == end)
        for (name, value) in secrets {
            let files = try fixture.contents()
            #expect(!files.contains(value), "\(name) is in \(files)")
        }
        return try fixture.output()
    }

    @Test func aSecretIsMaskedAndTheRestIsNot() async throws {
        let script = "echo \"before $S after\"; printf '%s' \"$S\" >&2; exit 3"
        let text = try await output(of: script, expecting: .exited(code: 3))
        #expect(text == "before *** after\n***")
    }

    @Test func itIsMaskedWhereItIsSplitAcrossWrites() async throws {
        let byte = "s=$S; while [ -n \"$s\" ]; do rest=${s#?}; printf '%s' \"${s%\"$rest\"}\"; s=$rest; done; echo"
        #expect(try await output(of: byte) == "***\n")
        let slow = "printf hunter2; sleep 0.6; printf ' & /+co'; sleep 0.6; printf '=%%ñ?x\\n'"
        #expect(try await output(of: slow) == "***x\n")
    }

    @Test(arguments: ["", "a", "ab"]) func itIsMaskedInBase64(before: String) async throws {
        for encoding in ["base64", "base64 | tr '/+' '_-'", "base64 | tr -d '=\\n'"] {
            let text = try await output(of: "printf '%s' \"\(before)$S\" | \(encoding)")
            #expect(text.contains("***"), "\(text)")
            let whole = Data("\(before)\(Self.secret)".utf8).base64EncodedString()
            let inside = whole.dropFirst(before.isEmpty ? 0 : 4).prefix(12)
            #expect(!text.replacing("-", with: "+").replacing("_", with: "/").contains(inside), "\(text)")
        }
    }

    @Test func itIsMaskedAcrossTheLinesOfAnEncoder() async throws {
        let long = (0..<30).map { "part-\($0)" }.joined(separator: "/")
        let text = try await output(of: "printf 'x%s' \"$S\" | base64", ["S": long])
        #expect(text.count < 12 && text.contains("***"), "\(text)")
    }

    /// `base64 < .env` in a log is the everyday case, and its lines end anywhere.
    @Test(arguments: [0, 20, 40, 45, 50, 53]) func itIsMaskedWhereALineEndsWithinIt(before: Int) async throws {
        let secret = "hunter2secretDelta"
        let text = try await output(
            of: "(head -c \(before) /dev/zero | tr '\\0' x; printf '%s%030d' \"$S\" 0) | base64", ["S": secret])
        let whole = Data((String(repeating: "x", count: before) + secret).utf8).base64EncodedString()
        let inside = whole.dropFirst((before + 2) / 3 * 4).prefix(16)
        #expect(!text.replacing("\n", with: "").contains(inside), "\(text)")
    }

    @Test func anyCharacterMayBePercentEncoded() async throws {
        for text in ["%68%75%6e%74%65%72%32%2Dx", "h%75nter%32-x"] {
            #expect(try await output(of: "echo '\(text)y'", ["S": "hunter2-x"]) == "***y\n")
        }
    }

    /// `grep --color` on a file with secrets in it: a screen leaves out what would change its colours.
    @Test func coloursDoNotHideIt() async throws {
        let painted = "printf 'a hun\\033[01;31m\\033[Kter\\033['; sleep 0.3; printf 'm\\033[K2-x b\\n'"
        #expect(try await output(of: painted, ["S": "hunter2-x"]) == "a *** b\n")
    }

    @Test func twoThatOverlapAreMaskedAsOne() async throws {
        let text = try await output(of: "echo \" $S${T#XY12} \"", ["S": "abcdXY12", "T": "XY12efgh-tail"])
        #expect(text == " *** \n")
    }

    @Test func itIsMaskedPercentEncoded() async throws {
        let texts = ["hunter2%20%26%20%2F%2Bco%3D%25%C3%B1%3F", "hunter2+%26+%2f%2bco%3d%25%c3%b1%3f"]
        for text in texts { #expect(try await output(of: "echo 'u=\(text)&x'") == "u=***&x\n") }
    }

    @Test func linesOfALongSecretAreMaskedByThemselves() async throws {
        let text = try await output(of: "echo \"$S\" | sed 's/^/> /'", ["S": "-----BEGIN\nabcdefgh\nshort\n-----END--"])
        #expect(text == "> ***\n> ***\n> short\n> ***\n")
    }

    /// Somebody may wait for what looks like the beginning of a secret.
    @Test func aFewBytesAreLetGoAfterAMoment() async throws {
        let fixture = try CommandFixture()
        var specification = fixture.specification(
            "printf 'name: hu'; until [ -e go ]; do sleep 0.02; done; printf 'nter2!'", ["S": "hunter2"])
        specification.secrets = ["S"]
        _ = try await fixture.command.start(specification)
        try await eventually("what is held back is let go") { try fixture.output() == "name: hu" }
        try Data().write(to: fixture.scratch["go"])
        _ = try await fixture.command.wait()
        #expect(try fixture.output() == "name: hu***!")
    }

    @Test func secretsAreInNoArgument() async throws {
        let fixture = try CommandFixture()
        var specification = fixture.specification("ps axww -o args= >processes; echo \"$S\"", ["S": "hunter2-9d"])
        specification.secrets = ["S"]
        _ = try await fixture.command.start(specification)
        #expect(try await fixture.command.wait() == .exited(code: 0))
        let processes = try String(contentsOf: fixture.scratch["processes"], encoding: .utf8)
        #expect(processes.contains("slipway-output") && !processes.contains("hunter2-9d"))
    }

    /// A variable that Perl or a shell would listen to changes nothing of the masking.
    @Test func variablesDoNotGetInTheWay() async throws {
        let text = try await output(
            of: "echo \"$file $perl $start\"",
            ["file": "hunter2-file", "perl": "hunter2-perl", "start": "hunter2-start"])
        #expect(text == "*** *** ***\n")
        let fixture = try CommandFixture()
        var specification = fixture.specification(
            "echo \"$S\"", ["S": "hunter2", "PERL5OPT": "-MNothing", "PERL5LIB": "/none", "PATH": "/none"])
        specification.secrets = ["S"]
        _ = try await fixture.command.start(specification)
        _ = try await fixture.command.wait()
        #expect(try fixture.output() == "***\n")
    }

    @Test func aLongOutputIsMaskedToItsEnd() async throws {
        let fixture = try CommandFixture()
        var specification = fixture.specification(
            "yes 0123456789 | head -c 30000000; echo \"$S\"; yes \"$S\" | head -n 10000; echo the end", ["S": "hunter2"]
        )
        specification.secrets = ["S"]
        _ = try await fixture.command.start(specification)
        #expect(try await fixture.command.wait() == .exited(code: 0))
        let end = try fixture.command.lastOutput(limit: 1 << 20)
        #expect(String(decoding: end.bytes, as: UTF8.self).hasSuffix("***\n***\nthe end\n"))
        #expect(try !fixture.contents().contains("hunter2"))
    }

    @Test(arguments: [["/none/perl"], ["/none/perl", "/bin/false"]])
    func whereNothingCanMaskNothingIsWritten(perls: [String]) async throws {
        let fixture = try CommandFixture()
        try FileManager.default.createDirectory(at: fixture.command.directory, withIntermediateDirectories: true)
        let keeper = fixture.specification(
            """
            set -- "$D" S \(ShellQuoting.quoted(OutputMask.script))
            printf 'a %s\\nb\\n' "$S" | /bin/sh -c \(ShellQuoting.quoted(OutputKeeper.script(masking: perls))) x "$@"
            """, ["S": "hunter2", "D": fixture.scratch["kept"].path])
        try FileManager.default.createDirectory(at: fixture.scratch["kept"], withIntermediateDirectories: true)
        _ = try await fixture.command.start(keeper)
        #expect(try await fixture.command.wait() == .exited(code: 0))
        let kept = try String(contentsOf: fixture.scratch["kept"].appending(path: "output"), encoding: .utf8)
        #expect(
            kept.hasPrefix("slipway: what follows is withheld") && kept.split(separator: "\n").count == 1, "\(kept)")
    }

    @Test func aSecretThatIsNotThereIsRefused() async throws {
        let fixture = try CommandFixture()
        var specification = fixture.specification("echo")
        specification.secrets = ["S"]
        await #expect(throws: DurableCommandError.self) { try await fixture.command.start(specification) }
    }
}

/// The same on a host over SSH.
@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHOutputMaskTests {
    @Test func aSecretIsMaskedThere() async throws {
        try await SSHFixture.with { fixture in
            var specification = fixture.specification(
                """
                ps axww -o args= >processes; echo "a $S $T"; printf '%s' "$T" | base64
                printf hun; sleep 0.4; echo ter2-7f
                """,
                ["S": "hunter2-7f", "T": "two\nlines'\\"])
            specification.secrets = ["S", "T"]
            _ = try await fixture.command.start(specification)
            #expect(try await fixture.command.wait() == .exited(code: 0))
            #expect(try await fixture.output().replacing("***\n", with: "***") == "a *** ******hun***")
            let processes = try String(contentsOf: fixture.scratch.appending(path: "processes"), encoding: .utf8)
            #expect(processes.contains("slipway-output") && !processes.contains("hunter2-7f"))
            let names = try FileManager.default.contentsOfDirectory(atPath: fixture.command.directory.path)
            for name in names where !["alive", "pipe"].contains(name) {
                let file = fixture.command.directory.appending(path: name)
                #expect(try !String(decoding: Data(contentsOf: file), as: UTF8.self).contains("hunter2-7f"), "\(name)")
            }
        }
    }
}

extension CommandFixture {
    /// Everything in the files of the command's directory.
    fileprivate func contents() throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: command.directory.path).filter { $0 != "alive" }.map {
            String(decoding: try Data(contentsOf: command.directory.appending(path: $0)), as: UTF8.self)
        }.joined(separator: "\n")
    }
}
