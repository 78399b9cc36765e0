import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

/// Any number of `slipway watch`: each sees everything, and whoever stops reading is nobody's trouble but their own.
@Suite(.serialized)
struct WatchersTests {
    /// More than the sockets between both, and what the executor remembers, can hold.
    private static let orders = 300
    private static let reason = String(repeating: "because ", count: 500)

    @Test func ofFiftyTwoAreStoppedAndNobodyElseNotices() async throws {
        try await withFolder { folder in
            let release = try QuietRelease(in: folder)
            let watchers = (1...50).map { Watcher(file: folder.appending(path: "watcher-\($0)"), state: release.state) }
            let (early, late) = (watchers[0], watchers[1])
            try await withThrowingTaskGroup(of: Void.self) { group in
                let ending = try await release.carryOut { _ in
                    for watcher in watchers { group.addTask { try await watcher.watch() } }
                    for watcher in watchers { try await watcher.hasSeen(1) }
                    early.stop()
                    late.stop()
                    let last = try await order(in: release.state)
                    for watcher in watchers.dropFirst(2) { try await watcher.hasSeen(last) }
                    #expect(try early.lastSeen < last)
                    // While the run goes on it catches up; the other one only when nobody is left to tell it anything.
                    early.goOn()
                    try await early.hasSeen(last)
                    let client = try await ControlClient.connect(to: StateDirectory(path: release.state))
                    for case .release(_, .rollbackStarted(let cause)) in try await release.record.events.map(\.event) {
                        Issue.record("nothing but the order should roll back: \(cause)")
                    }
                    try await client.order(.rollBack)
                }
                #expect(ending.status == 3, "\(ending.output.suffix(2000))\(ending.error)")
                late.goOn()
                try await group.waitForAll()
            }
            let events = try await Program.run(["events", "2", "--output", "json", "--state", release.state]).output
            for watcher in watchers {
                #expect(try watcher.seen == events)
                #expect(watcher.status == 3)
            }
            try await takeDown(URL(filePath: release.state))
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    /// Halts and resumes, each acknowledged before the next, and gives the number of the last event.
    private func order(in state: String) async throws -> Int64 {
        let client = try await ControlClient.connect(to: StateDirectory(path: state))
        var last: Int64 = 0
        for index in 0..<Self.orders {
            last = try await client.order(index.isMultiple(of: 2) ? .halt : .resume, reason: Self.reason)
        }
        return last
    }
}
