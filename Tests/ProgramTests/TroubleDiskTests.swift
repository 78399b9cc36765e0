import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing

/// The disk is full while a run is under way: it is said at once, nothing hangs, and with room the run goes on.
@Suite(.serialized, .enabled(if: Mount.isPossible))
struct TroubleDiskTests {
    private static let sentence = "there is no room left to record events in"

    /// Begins a run whose step waits, fills the disk under it, lets the step end, and goes on when nothing goes on.
    private func withStuckRun(_ work: (Mount, pid_t) async throws -> Void) async throws -> Program.Ending {
        var ending: Program.Ending?
        try await Mount.with(size: "2m") { disk in
            try await withFolder { folder in
                let step = try QuietStep(in: folder, state: disk.folder.appending(path: "st").path)
                ending = try await Program.run(step.begin, in: folder) { process in
                    try await step.hasBegun()
                    try disk.fill()
                    try step.release()
                    try await eventually("orders are refused for lack of room") { try await step.isStuck }
                    try await work(disk, process)
                }
            }
        }
        return try #require(ending)
    }

    @Test func itIsSaidAndWithRoomTheRunGoesOn() async throws {
        let ending = try await withStuckRun { disk, _ in disk.relieve() }
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(ending.output.contains("run succeeded"))
        #expect(ending.error.components(separatedBy: Self.sentence).count == 2, "\(ending.error)")
        #expect(ending.error.contains("there is room again"))
    }

    @Test func theFirstInterruptEndsIt() async throws {
        let ending = try await withStuckRun { _, process in kill(process, SIGINT) }
        #expect(ending.status == 130, "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("interrupted: \(Self.sentence)"), "\(ending.error)")
        #expect(ending.error.contains("run #1 has not ended; go on with it: slipway run --continue"))
    }

    /// The candidate's share ends with its lease while nobody can judge; with room it is proved again and gets it back.
    @Test func aCanaryGivesItsShareBackAndGoesOn() async throws {
        try await Mount.with(size: "8m") { disk in
            try await withFolder { folder in
                let release = try SmallRelease(in: folder, state: disk.folder.appending(path: "st").path)
                let ending = try await release.carryOut { _ in
                    try disk.fill()
                    try await eventually("the lease is over", within: .seconds(30)) {
                        try await release.share == Share.none
                    }
                    disk.relieve()
                    try await eventually("the candidate has its share again", within: .seconds(30)) {
                        try await release.share == Share(percent: 5)
                    }
                    try await ControlClient.connect(to: StateDirectory(path: release.state)).order(.rollBack)
                }
                #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                let events = try await release.record.events.map(\.event)
                #expect(events.contains { if case .leaseLost = $0 { true } else { false } })
                try await release.takeDown()
            }
        }
    }
}

/// A run of one step that writes nothing and waits until it may end.
private struct QuietStep {
    let folder: URL
    let state: String

    init(in folder: URL, state: String) throws {
        self.folder = folder
        self.state = state
        let pipeline = """
            name: quiet
            release: automatic
            stages:
              - name: build
                steps:
                  - run: "touch begun; until [ -e go ] || [ ! -e begun ]; do sleep 0.02; done"

            """
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    var begin: [String] { ["run", "--output", "plain", "--state", state] }

    func hasBegun() async throws {
        let begun = folder.appending(path: "begun").path
        try await eventually("the step runs") { FileManager.default.fileExists(atPath: begun) }
    }

    func release() throws { try Data().write(to: folder.appending(path: "go")) }

    /// Whether it is said that there is no room, to whoever wants something recorded.
    var isStuck: Bool {
        get async throws {
            let client = try await ControlClient.connect(to: StateDirectory(path: state))
            do {
                try await client.order(.disableTransition("build"), reason: "a try")
                return false
            } catch {
                return "\(error)".contains("there is no room left")
            }
        }
    }
}
