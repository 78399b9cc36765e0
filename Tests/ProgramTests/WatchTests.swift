import Foundation
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
}
