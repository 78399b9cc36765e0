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
}
