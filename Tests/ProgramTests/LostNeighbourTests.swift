import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Traffic

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
}
