import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

extension ChaosReport {
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
                        let status = try await Program.run(["status", "--state", release.state])
                        #expect(status.output.contains(" in production") && !status.output.contains("at 5%"))
                        disk.relieve()
                        try await eventually("the candidate has its share again", within: .seconds(30)) {
                            try await release.share == Share(percent: 5)
                        }
                        try await ControlClient.connect(to: StateDirectory(path: release.state)).order(.rollBack)
                    }
                    #expect(ending.status == 3, "\(ending.output)\(ending.error)")
                    let events = try await release.record.events.map(\.event)
                    #expect(events.contains { if case .release(_, .leaseLost) = $0 { true } else { false } })
                    try await release.takeDown()
                }
            }
        }

        /// A first release starts its service, and that fills the disk before anybody can say that it is ready.
        @Test(.timeLimit(.minutes(1))) func aFirstReleaseThatStartsGoesOn() async throws {
            try await Mount.with(size: "4m") { disk in
                try await withFolder { folder in
                    let release = try SmallRelease(
                        in: folder, state: disk.folder.appending(path: "st").path,
                        start: "cat /dev/zero >'\(disk.filler)' 2>/dev/null", startWithin: "30s")
                    try release.prepare("2")
                    let ending = try await release.run { executor in
                        try await eventually("orders are refused for lack of room", within: .seconds(30)) {
                            if Program.hasEnded(executor) { return true }
                            return (try? await FullDisk.isSaid(in: release.state, of: "production")) == true
                        }
                        disk.relieve()
                    }
                    #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                    #expect(ending.error.contains(Self.sentence), "\(ending.error)")
                    #expect(try await release.served == "2")
                    try await release.takeDown()
                }
            }
        }

        /// There is room for the artifact, and none for what it is unpacked to.
        @Test(.timeLimit(.minutes(1))) func aFirstReleaseThatIsPreparedEnds() async throws {
            try await Mount.with(size: "5m") { disk in
                try await withFolder { folder in
                    let release = try SmallRelease(
                        in: folder, state: disk.folder.appending(path: "st").path,
                        before: "head -c 3000000 /dev/urandom >dist/large")
                    try release.prepare("2")
                    let ending = try await release.run()
                    #expect(ending.status == 5, "\(ending.output)\(ending.error)")
                    #expect(ending.output.contains("No space left on device"), "\(ending.output)")
                    #expect(ending.output.contains("artifact 2,"), "\(ending.output)")
                    try await release.takeDown()
                }
            }
        }

        /// A server that waits for a person says it, refuses what it can't record, and goes on or ends all the same.
        @Test(.timeLimit(.minutes(1)), arguments: [true, false])
        func aServerThatWaitsSaysIt(untilThereIsRoom: Bool) async throws {
            try await Mount.with(size: "4m") { disk in
                let served = ServedFolder(folder: disk.folder)
                let shop = try await TestPipeline("shop", in: served, ServedFolder.gated)
                try served.configure(["shop"])
                try await shop.commit("1")
                let ending = try await served.serve { _ in
                    try await served.run(1, is: .waiting)
                    try disk.fill()
                    let refused = try await served.slipway("approve", "1")
                    #expect(refused.status != 0 && refused.error.contains("there is no room left"), "\(refused.error)")
                    let status = try await served.slipway("status")
                    #expect(status.output.contains("needs approval for production"))
                    let isFull = "no room is left on the disk of \(served.state): nothing goes on until there is"
                    #expect(status.error.contains(isFull), "\(status.error)")
                    let doctor = try await served.slipway("doctor")
                    #expect(doctor.status == 1 && doctor.output.contains("✖ disk: \(isFull)"), "\(doctor.output)")
                    guard untilThereIsRoom else { return }
                    disk.relieve()
                    try await served.order("approve", "1")
                    try await served.run(1, ends: .succeeded)
                }
                #expect(ending.output.contains(Self.sentence), "\(ending.output)")
                #expect(ending.output.contains("there is room again; everything goes on") == untilThereIsRoom)
            }
        }
    }
}

private enum FullDisk {
    /// Whether it is said that there is no room, to whoever wants something recorded.
    static func isSaid(in state: String, of stage: StageName) async throws -> Bool {
        let client = try await ControlClient.connect(to: StateDirectory(path: state))
        do {
            // What is so already is not recorded again.
            for order in [StandingOrder.disableTransition(stage), .enableTransition(stage)] {
                try await client.order(order, reason: "a try")
            }
            return false
        } catch {
            return "\(error)".contains("there is no room left")
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

    var isStuck: Bool {
        get async throws { try await FullDisk.isSaid(in: state, of: "build") }
    }
}
