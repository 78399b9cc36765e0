import Foundation
import SlipwayTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A state directory that somebody else prepared, or that nobody can tell it of: it is looked at, and nothing in it is
/// carried out.
@Suite(.serialized)
struct ForeignStateTests {
    /// An unfinished run, whose step would be carried out by whoever takes it up.
    private func prepared(_ work: (CountingStep, URL) async throws -> Void) async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
            try await work(step, folder)
            try? step.release()
        }
    }

    private static let carryingOut: [[String]] = [
        ["run", "--continue", "--output", "plain"], ["serve", "slipway-server.yml"], ["halt", "--wait"],
        ["cancel", "--wait"],
        ["retry", "1", "--wait"],
        ["watch", "--output", "plain"], ["run", "--output", "plain"], ["freeze", "production", "--reason", "a try"],
    ]

    private func expectNothingIsTakenUp(_ state: String, in folder: URL, saying words: String) async throws {
        try Data("pipelines: [slipway.yml]\n".utf8).write(to: folder.appending(path: "slipway-server.yml"))
        let journal = try Data(contentsOf: URL(filePath: "\(state)/journal.sqlite"))
        for arguments in Self.carryingOut {
            let ending = try await Program.run(arguments + ["--state", state], in: folder)
            #expect(ending.status != 0, "\(arguments): \(ending.output)")
            // Watching only looks; how it says that nobody works there is its own business.
            if arguments[0] != "watch" { #expect(ending.error.contains(words), "\(arguments): \(ending.error)") }
        }
        #expect(try Data(contentsOf: URL(filePath: "\(state)/journal.sqlite")) == journal)
        let status = try await Program.run(["status", "--state", state], in: folder)
        #expect(status.status == 0 && status.output.contains("#1"), "\(status.output)\(status.error)")
        let events = try await Program.run(["events", "1", "--state", state], in: folder)
        #expect(events.status == 0 && !events.output.isEmpty)
    }

    /// As a clone by somebody whose umask is 077, and as an archive: the owner and the permissions are right.
    @Test func aCopyIsTakenUpOnlyWhenAPersonSaysSo() async throws {
        try await prepared { step, folder in
            try FileManager.default.removeItem(atPath: "\(step.state)/control.sock")
            let copy = folder.appending(path: "copy").path
            try FileManager.default.copyItem(atPath: step.state, toPath: copy)
            try await expectNothingIsTakenUp(copy, in: folder, saying: "slipway trust --state")
            let trust = try await Program.run(["trust", "--state", copy], in: folder)
            #expect(trust.status == 0 && trust.output.contains("#1"), "\(trust.output)\(trust.error)")
            try step.release()
            let ending = try await Program.run(["run", "--continue", "--output", "plain", "--state", copy], in: folder)
            // Its step's process belongs to the original, so that nobody can tell how it ended here.
            #expect(ending.status == 5 && ending.output.contains("taken up"), "\(ending.output)\(ending.error)")
        }
    }

    @Test func aCloneIsNotTakenUp() async throws {
        try await prepared { step, folder in
            let clone = folder.appending(path: "clone").path
            let script = """
                set -e
                git init --quiet --initial-branch=main repository
                cp -a state repository/.slipway
                cd repository
                git add --force .
                git -c user.name=eve -c user.email=eve@x commit --quiet --message 'A demo of Slipway'
                cd ..
                git clone --quiet repository "$CLONE"
                """
            let result = try await Subprocess.run(
                .name("sh"), arguments: ["-c", script], environment: .inherit.updating(["CLONE": clone]),
                workingDirectory: .init(folder.path), output: .discarded, error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            try await expectNothingIsTakenUp("\(clone)/.slipway", in: folder, saying: "would be carried out as you")
        }
    }

    /// Made by another account, and left open so that its victim can write to it.
    @Test func anotherAccountsDirectoryIsNotTakenUp() async throws {
        guard geteuid() == 0 else { return }
        try await prepared { step, folder in
            let result = try await Subprocess.run(
                .name("chown"), arguments: ["-R", "65534", step.state], output: .discarded)
            #expect(result.terminationStatus.isSuccess)
            try await expectNothingIsTakenUp(step.state, in: folder, saying: "belongs to nobody")
        }
    }

    /// A directory of a Slipway that gave no id goes on working for its owner, unless something is under way in it.
    @Test func aDirectoryFromBeforeIsAdoptedByARun() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            try step.release(1)
            try step.release(2)
            #expect(try await Program.run(step.begin, in: folder).status == 0)
            try FileManager.default.removeItem(atPath: "\(step.state)/id")
            let goOn = try await Program.run(["retry", "1", "--wait", "--state", step.state], in: folder)
            #expect(goOn.error.contains("slipway trust"))
            #expect(try await Program.run(step.begin, in: folder).status == 0)
            #expect(FileManager.default.fileExists(atPath: "\(step.state)/id"))
        }
    }

    @Test func whatCannotBeRememberedIsSaidBeforeARun() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            let ending = try await Program.run(step.begin, in: folder, variables: ["XDG_STATE_HOME": "/dev/null"])
            #expect(ending.status == 5 && ending.error.contains("XDG_STATE_HOME"), "\(ending.error)")
            #expect(step.begun == [])
        }
    }
}
