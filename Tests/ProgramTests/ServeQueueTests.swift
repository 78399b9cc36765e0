import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

/// What happens under `slipway serve` where runs of a pipeline meet.
@Suite(.serialized)
struct ServeQueueTests {
    @Test func theNewestTakesOverTheQuestion() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, ServedFolder.gated)
            try served.configure(["shop"])
            try await served.serve { _ in
                for run in 1...3 {
                    try await shop.commit("\(run)")
                    try await served.run(run, is: .waiting)
                }
                for run in 1...2 {
                    try await served.run(run, ends: .superseded)
                    #expect(await served.record(of: run).current?.supersededBy == RunNumber(run + 1))
                    #expect(try await served.slipway("watch", "\(run)", "--output", "plain").status == 4)
                }
                try await served.order("approve", "3")
                try await served.run(3, ends: .succeeded)
            }
        }
    }

    @Test func queuedRunsTakeTurns() async throws {
        try await ServedFolder.with { served in
            let text = """
                release: automatic
                queue: queued
                stages:
                  - { name: build, steps: [{ run: 'true' }] }
                  - { name: production, steps: [{ run: '\(served.waiting(for: "go-$SLIPWAY_RUN"))' }] }
                """
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"])
            try await served.serve { _ in
                for run in 1...3 {
                    try await shop.commit("\(run)")
                    try await served.run(run, is: run == 1 ? .running : .queued, in: "production")
                }
                // Whoever could go on first is not whose turn it is.
                for run in [3, 2, 1] { try served.release("go-\(run)") }
                for run in 1...3 { try await served.run(run, ends: .succeeded) }
            }
            let entries = try await served.events.compactMap { record in
                record.event == .stage("production", .started) ? record.run : nil
            }
            #expect(entries == [1, 2, 3].map { RunNumber($0) })
        }
    }

    @Test func oneReleaseAtATimeGoesIntoAnEnvironment() async throws {
        try await ServedFolder.with { served in
            let text = ServedFolder.shop(
                port: try FreePort.next(), top: "release: automatic\nqueue: parallel", bake: "10h")
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, ends: .succeeded)
                for run in [2, 3] {
                    try await shop.commit("\(run)")
                    try await served.run(run, is: run == 2 ? .running : .queued, in: "production")
                }
                for run in [2, 3] {
                    let router = try served.router(of: "production")
                    try await eventually("run \(run) has its share", within: .seconds(30)) {
                        await served.record(of: run).current?.release?.split == Share(percent: 25)
                    }
                    #expect(try await router.currentSplit().share == Share(percent: 25))
                    try await served.order("promote", "\(run)")
                    try await served.run(run, ends: .succeeded)
                }
            }
            #expect(try await served.ledger.stable(in: "production")?.artifact.version == "3")
            try await expectOneReleaseAtATime(in: served)
        }
    }

    private func expectOneReleaseAtATime(in served: ServedFolder) async throws {
        var releasing: RunNumber?
        var releases: [RunNumber] = []
        for record in try await served.events {
            switch record.event {
            case .release(_, .started):
                #expect(releasing == nil)
                releasing = record.run
            case .release(_, .finished):
                #expect(releasing == record.run)
                if let run = releasing { releases.append(run) }
                releasing = nil
            default: break
            }
        }
        #expect(releases == [1, 2, 3].map { RunNumber($0) })
    }
}

extension ServedFolder {
    /// Waits until a run is in a phase at a stage: before it, when the run is queued.
    func run(_ number: Int, is phase: Phase, in stage: StageName) async throws {
        try await eventually("run \(number) is \(phase) at \(stage)", within: .seconds(60)) {
            guard let run = await record(of: number).current, run.phase == phase else { return false }
            return run.hold?.stage == stage
                || run.stages.contains { $0.name == stage && $0.phase == phase }
        }
    }
}
