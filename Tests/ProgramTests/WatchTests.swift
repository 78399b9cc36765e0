import Foundation
import Delivery
import Journal
import SlipwayTesting
import Testing

/// `slipway watch`, while executors come and go.
@Suite(.serialized)
struct WatchTests {
    @Test func aRunIsFollowedFromOneExecutorToTheNext() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            let watcher = Watcher(file: folder.appending(path: "watcher"), state: step.state)
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await Program.kill(step.begin, in: folder) { _ in
                    guard step.begun == ["1"] else { return false }
                    group.addTask { try await watcher.watch() }
                    try await watcher.hasSeen(1)
                    return true
                }
                let next = try await Program.run(step.goOn, in: folder) { _ in try step.release() }
                #expect(next.status == 0)
                try await group.waitForAll()
            }
            #expect(watcher.status == 0)
            #expect(
                try await watcher.seen == Program.run(["events", "--output", "json", "--state", step.state]).output)
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    /// Samples are told before they are on disk; their numbers are given again when they are lost, to what must not be
    /// missed.
    @Test func nothingIsMissedWhenAnExecutorDiesInABake() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            let watcher = Watcher(
                file: folder.appending(path: "watcher"), state: release.state, command: ["watch", "2"])
            try await withThrowingTaskGroup(of: Void.self) { group in
                _ = try await release.carryOut { executor in
                    let last = try await release.record.events.last?.sequence ?? 0
                    group.addTask { try await watcher.watch() }
                    // So many samples that were told only in memory.
                    try await watcher.hasSeen(last + 20)
                    kill(executor, SIGKILL)
                }
                let next = try await Program.run(
                    ["rollback", "--wait", "--state", release.state], in: folder)
                #expect(next.status == 3, "\(next.output)\(next.error)")
                try await group.waitForAll()
            }
            #expect(watcher.status == 3)
            let recorded = try await Program.run(["events", "2", "--output", "json", "--state", release.state]).output
            #expect(try decisions(in: watcher.seen) == decisions(in: recorded))
            try await release.takeDown()
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    private func decisions(in output: String) -> [Substring] {
        output.split(separator: "\n").filter { !$0.contains("trafficSampled") }
    }
}
