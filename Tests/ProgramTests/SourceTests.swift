import Delivery
import Foundation
import Subprocess
import Testing

/// Where a run's source comes from.
struct SourceTests {
    @Test func whatIsReleasedIsTheBranchAndNotUnsavedWork() async throws {
        try await withFolder { folder in
            let pipeline = """
                name: shop
                release: automatic
                source: { git: ., branch: main }
                stages:
                  - name: build
                    steps:
                      - run: "test -e saved && test ! -e unsaved && git log -1 --format=%s > ../seen"

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            try Data().write(to: folder.appending(path: "saved"))
            for arguments in [
                ["init", "--quiet", "--initial-branch", "main"], ["add", "."],
                ["-c", "user.name=ana", "-c", "user.email=ana@example", "commit", "--quiet", "-m", "Add gift cards"],
            ] {
                let result = try await Subprocess.run(
                    .name("git"), arguments: Arguments(["-C", folder.path] + arguments), output: .discarded,
                    error: .discarded)
                #expect(result.terminationStatus.isSuccess)
            }
            try Data().write(to: folder.appending(path: "unsaved"))
            let ending = try await Program.run(["run", "--output", "plain"], in: folder)
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("Add gift cards"))
        }
    }

    @Test func aBranchThatIsNotThereIsSaidInGitsWords() async throws {
        try await withFolder { folder in
            let pipeline = """
                name: shop
                release: automatic
                source: { git: ./nowhere, branch: main }
                stages:
                  - name: build
                    steps: [{ run: "true" }]

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let ending = try await Program.run(["run", "--output", "plain"], in: folder)
            #expect(ending.status == 5)
            #expect(ending.error.contains("./nowhere"))
        }
    }

    /// Nobody's unsaved work, nor an unsaved pipeline.
    @Test func theCommitGoesByItsOwnFile() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "slipway.yml")
            func write(_ command: String, _ more: String = "") throws {
                let text = """
                    name: shop
                    release: automatic
                    source: { git: ., branch: main }
                    stages: [{ name: build, steps: [{ run: '\(command)' }] }]
                    \(more)

                    """
                try Data(text.utf8).write(to: file)
            }
            let state = folder.appending(path: "state").path
            let run = ["run", "--output", "plain", "--state", state]
            try write("echo one")
            try await Program.makeRepository(of: folder, saying: "Add gift cards")
            try write("echo two")
            let own = try await Program.run(run, in: folder)
            #expect(own.status == 0 && own.output.contains("which slipway.yml at hand differs from"), "\(own.output)")
            #expect(await Record(of: 1, in: state).command == "echo one")
            #expect(await Record(of: 1, in: state).current?.change?.isDirty == nil)
            let dirty = try await Program.run(run + ["--dirty"], in: folder)
            #expect(dirty.status == 0 && dirty.output.contains("because of --dirty"), "\(dirty.output)")
            #expect(await Record(of: 2, in: state).command == "echo two")
            #expect(await Record(of: 2, in: state).current?.change?.isDirty == true)
            try write("echo two", "quueue: parallel")
            _ = try await Program.git(
                ["-C", folder.path, "-c", "user.name=Ana", "-c", "user.email=ana@x", "commit", "-qam", "Break it"])
            try write("echo two")
            let broken = try await Program.run(run, in: folder)
            #expect(broken.status == 1 && broken.output.contains(":slipway.yml:5:1: unknown key"), "\(broken.output)")
            #expect(await Record(of: 3, in: state).current?.result == .failed)
        }
    }

    @Test func submodulesThatAreNotTakenAreSaid() async throws {
        try await withFolder { folder in
            let text = """
                name: shop
                release: automatic
                source: { git: ., branch: main }
                stages: [{ name: build, steps: [{ run: 'true' }] }]

                """
            try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
            let list = "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib\n"
            try Data(list.utf8).write(to: folder.appending(path: ".gitmodules"))
            try await Program.makeRepository(of: folder, saying: "Use a library")
            let ending = try await Program.run(["run", "--output", "plain"], in: folder)
            #expect(ending.status == 0, "\(ending.error)")
            #expect(ending.output.contains("its submodules are not taken"), "\(ending.output)")
        }
    }

    /// What differs from the commit is built only when somebody says so, and the record says it too.
    @Test func aPipelineFileThatDiffersNeedsAWord() async throws {
        try await withFolder { folder in
            let text = "name: shop\nrelease: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]\n"
            try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
            try await Program.makeRepository(of: folder, saying: "Add gift cards")
            let other = text.replacing("'true'", with: "'echo other'")
            try Data(other.utf8).write(to: folder.appending(path: "slipway.yml"))
            let state = folder.appending(path: "state").path
            let run = ["run", "--output", "plain", "--state", state]
            let refused = try await Program.run(run, in: folder)
            #expect(refused.status == 2)
            #expect(refused.error.contains("say different things") && refused.error.contains("--dirty"))
            let record = Record(of: 1, in: state)
            #expect(await record.current == nil)
            let dirty = try await Program.run(run + ["--dirty"], in: folder)
            #expect(dirty.status == 0, "\(dirty.output)\(dirty.error)")
            #expect(dirty.error.contains("going on because of --dirty"))
            let change = await record.current?.change
            #expect(change?.isDirty == true)
            #expect(change?.title == "Add gift cards (dirty)")
        }
    }
}

extension Record {
    /// The command of the first step after the source was taken.
    fileprivate var command: String? {
        get async { await current?.pipeline?.withoutSourceStage.stages.first?.steps.first?.title }
    }
}
