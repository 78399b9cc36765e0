import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Testing
import HAProxy
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What a run depends on goes away under it.
@Suite(.serialized)
struct LostNeighbourTests {
    @Test func aRouterThatDiesInACanaryIsStartedAgain() async throws {
        try await withFolder { folder in
            let release = try QuietRelease(in: folder)
            let state = StateDirectory(path: release.state)
            let ending = try await release.carryOut { _ in
                let router = try HAProxyInstance(
                    paths: HAProxyPaths(directory: state.environment("production") + "/router"))
                let process = try await router.counters().processIdentifier
                kill(process, SIGKILL)
                try await eventually("another router serves") {
                    let other = try? await router.counters().processIdentifier
                    return other.map { $0 != process } ?? false
                }
                #expect(try await router.currentSplit().share == Share(percent: 5))
                try await ControlClient.connect(to: state).order(.rollBack)
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            try await takeDown(URL(filePath: release.state))
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    /// And what steps are told by SIGPIPE stays as they expect it.
    @Test func aReaderThatLeavesEndsNothing() async throws {
        try await withFolder { folder in
            let pipeline = """
                name: chatty
                release: automatic
                stages:
                  - name: build
                    steps:
                      - run: "until [ -e go ]; do sleep 0.02; done"
                      - run: "sh -c 'kill -PIPE $$'; echo $? > pipe"

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let script = #"{ "$0" run --output plain; echo "$?" > status; } | { read -r line; exec <&-; : > go; }"#
            _ = try await Subprocess.run(
                .name("sh"), arguments: ["-c", script, Program.path],
                workingDirectory: FilePath(folder.path), output: .discarded, error: .discarded)
            for (file, content) in [("status", "0\n"), ("pipe", "141\n")] {
                #expect(try String(contentsOf: folder.appending(path: file), encoding: .utf8) == content)
            }
        }
    }
}
