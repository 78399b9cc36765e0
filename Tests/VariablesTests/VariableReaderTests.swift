import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

@testable import Variables

/// Files, variables and commands are read when they are needed, and what can't be had is said by name.
struct VariableReaderTests {
    private let folder: TemporaryDirectory
    private let reader: VariableReader

    init() throws {
        folder = try TemporaryDirectory()
        let passed = PassedVariables(
            all: [
                "PATH": "/usr/bin:/bin", "TOKEN": "token-1234", "SHORT": "abc", "SLIPWAY_X": "x", "OTHER": "o",
                "SERVERS": "withheld",
            ], withheld: ["SERVERS"])
        reader = VariableReader(passed, workspace: URL(filePath: folder.path, directoryHint: .isDirectory))
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path).appending(path: name))
    }

    private func read(_ settings: VariableSettings, passing: [String] = [], here: Bool = true) async throws
        -> ReadVariables
    {
        try await reader.read(ProcessVariables(passed: passing, layers: [settings]), here: here)
    }

    /// Why a secret can't be had.
    private func trouble(_ source: SecretSource) async throws -> String {
        do {
            _ = try await read(VariableSettings(secrets: ["S": source]))
            return "none"
        } catch let missing as MissingVariables {
            return missing.description
        }
    }

    @Test func linesOfAFileAreVariables() async throws {
        defer { folder.remove() }
        try write("\u{FEFF}# one\n\nA=1\r\n B=x = y \nC=\"in quotes\"\nD='\"'\nE=\nA=2\nF=\"\nexport  G=g", to: "a.env")
        let found = try await read(VariableSettings(texts: ["E": "text"], file: "a.env"), here: false)
        #expect(
            found.values == ["A": "2", "B": "x = y ", "C": "in quotes", "D": "\"", "E": "text", "F": "\"", "G": "g"])
        #expect(found.secrets == [])
    }

    @Test(arguments: [
        ("A=1\nhunter2", "line 2 is no NAME=value; comments begin with #"),
        ("A-B=hunter2", "line 1 has no name of a variable before =; write letters, digits and _"),
        ("\nPORT=hunter2", "line 2 sets PORT, which Slipway itself sets; use another name"),
        ("A=hunter2\u{0}", "the value of A in line 1 can't be given to a process; shorten it"),
    ])
    func whatIsWrongWithAFileIsSaidWithoutItsValues(text: String, reason: String) async throws {
        defer { folder.remove() }
        try write(text, to: "a.env")
        let error = await #expect(throws: MissingVariables.self) { try await read(VariableSettings(file: "a.env")) }
        #expect(error?.description == "the variables in \"a.env\" can't be read: \(reason)")
    }

    @Test func noLinkLeadsOutOfTheWorkspace() async throws {
        defer { folder.remove() }
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "/etc/hostname")
        #expect(try await trouble(.file("link")).contains("is a symbolic link"))
        #expect(try await trouble(.file("none")).contains("is not there"))
        #expect(try await trouble(.file("/none/at/all")).contains("there is no such file"))
        #expect(try await trouble(.file("/dev/null")).contains("this is not a file"))
    }

    @Test func aSecretComesFromAFileAVariableOrACommand() async throws {
        defer { folder.remove() }
        try write("from-a-file\n", to: "secret")
        try write("from an absolute one\r\n", to: "other")
        let found = try await read(
            VariableSettings(
                texts: ["PLAIN": "text"],
                secrets: [
                    "A": .file("secret"), "B": .file(folder.path + "/other"), "C": .variable("TOKEN"),
                    "D": .command("printf '%s\\n' two lines; pwd >&2; [ -z \"$OTHER$SLIPWAY_SECRET_COMMAND\" ]"),
                ]), passing: ["MISSING"], here: false)
        #expect(
            found.values == [
                "PLAIN": "text", "A": "from-a-file", "B": "from an absolute one", "C": "token-1234", "D": "two\nlines",
            ])
        #expect(found.secrets == ["A", "B", "C", "D"])
        #expect(!String(reflecting: found).contains("token") && !"\(found)".contains("token"))
    }

    @Test func whatCanNotBeHadIsSaidAtOnceAndByName() async throws {
        defer { folder.remove() }
        let settings = VariableSettings(
            file: "none.env", secrets: ["A": .variable("NONE"), "B": .variable("SHORT"), "C": .variable("SERVERS")])
        let error = await #expect(throws: MissingVariables.self) { try await read(settings) }
        let words = error?.description ?? ""
        for part in [
            "the variables in \"none.env\" can't be read: it is not there",
            "the secret A is not there: the variable NONE is not set where slipway runs; set it there",
            "the secret B is not there: it has 3 bytes, and what is shorter than 4 can't be masked; make a longer one",
            "the secret C is not there: the variable SERVERS is not set",
        ] {
            #expect(words.contains(part), "\(words)")
        }
    }

    @Test func aCommandThatFailsSaysNothingOfWhatItPrinted() async throws {
        defer { folder.remove() }
        let words = try await trouble(.command("echo hunter2; echo hunter2 >&2; exit 3"))
        #expect(words == "the secret S can't be asked for: its command exited with status 3; see by hand what it says")
        #expect(try await trouble(.command("yes hunter2")).contains("prints more than a secret"))
        #expect(try await trouble(.command("printf 'a\\0b\\0c'")).contains("is no text in UTF-8"))
    }

    @Test(.timeLimit(.minutes(1))) func aCommandThatHangsIsEnded() async throws {
        defer { folder.remove() }
        let command = SecretCommand(
            script: "sleep 300 & sleep 300", workspace: URL(filePath: folder.path), environment: [:],
            limit: .milliseconds(200))
        let error = await #expect(throws: VariableFileError.self) { try await command.output() }
        #expect(error?.reason == "its command did not end within 200ms")
    }

    @Test func onlyWhatIsListedReachesAnotherMachine() async throws {
        defer { folder.remove() }
        let there = try await read(VariableSettings(), passing: ["OTHER", "SERVERS", "PATH"], here: false)
        #expect(there.values == ["OTHER": "o", "PATH": "/usr/bin:/bin"])
        let here = try await read(VariableSettings(), passing: ["OTHER"])
        #expect(here.values == ["OTHER": "o", "PATH": "/usr/bin:/bin", "SLIPWAY_X": "x"])
    }

    @Test func aSurveySaysEachTroubleOnce() async throws {
        defer { folder.remove() }
        let step = Step.run(command: "make")
        let pipeline = Pipeline(
            name: "shop", release: .manual, stages: [Stage(name: "build", steps: [step, step])], environments: [:],
            passEnv: ["OTHER", "UNSET"],
            variables: VariableSettings(
                file: "a.env", secrets: ["A": .file("none"), "B": .command("exit 1"), "C": .variable("TOKEN")]))
        let survey = VariableSurvey(of: pipeline, passing: reader.passed, in: reader.workspace)
        #expect(survey.unset == ["UNSET"] && survey.count == 4)
        let asked = try await survey.troubles(askingCommands: true)
        #expect(
            asked.map(\.subject) == [.file("a.env"), .secret("A", .file("none")), .secret("B", .command("exit 1"))])
        #expect(try await survey.troubles(askingCommands: false).count == 2)
    }
}
