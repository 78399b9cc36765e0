import Delivery
import Foundation
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// Back to an earlier version, without a build: by the server and without one.
@Suite(.serialized)
struct EarlierVersionTests {
    private func withVersions(
        _ count: Int, keepOld: String = "0s", _ work: (ServedFolder, TestPipeline, Int) async throws -> Void
    ) async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            let shop = try await TestPipeline(
                "shop", in: served,
                ServedFolder.shop(port: port, top: "release: automatic").replacing(
                    "on-no-data: continue", with: "on-no-data: continue\n    rollback: { keep-old: \(keepOld) }"))
            try served.configure(["shop"])
            try await served.serve { _ in
                for number in 1...count {
                    try await shop.commit("\(number).0")
                    try await served.run(number, ends: .succeeded)
                }
                try await work(served, shop, port)
            }
        }
    }

    private func inService(_ served: ServedFolder) async throws -> String? {
        try await served.ledger.stable(in: "production")?.artifact.version
    }

    @Test func toTheVersionBeforeLastTwice() async throws {
        try await withVersions(3) { served, shop, _ in
            for (version, run) in [("1.0", 4), ("3.0", 5)] {
                let ending = try await served.slipway("release", version, "--to", "production", "--output", "plain")
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(try await inService(served) == version)
                try await served.run(run, ends: .succeeded)
            }
            let built = try await served.record(of: 4).events.filter {
                if case .step(let step, .started) = $0.event { step.stage == "build" } else { false }
            }
            #expect(built.isEmpty, "nothing was built")
            let versions = try await served.slipway("versions", "production")
            #expect(versions.output.split(separator: "\n").count == 5, "\(versions.output)")
            #expect(versions.output.contains("run #5") && versions.output.contains("in service"))
            let none = try await served.slipway("release", "9.9", "--to", "production")
            #expect(none.status == 1)
            #expect(none.error.contains("there are 3.0, 1.0, 2.0"), "\(none.error)")
        }
    }

    /// Nothing is started: the instances are there still.
    @Test func aWayBackTakesWhatIsStillThere() async throws {
        try await withVersions(2, keepOld: "10m") { served, shop, _ in
            let before = try #require(try await served.ledger.environments["production"])
            let kept = try #require(before.kept)
            #expect(kept.deployment.artifact.version == "1.0")
            let status = try await served.slipway("status")
            #expect(status.output.contains("1.0 stays ready for"), "\(status.output)")
            let back = try await served.slipway("rollback", "--reason", "it is slow")
            #expect(back.status == 0, "\(back.output)\(back.error)")
            let after = try #require(try await served.ledger.environments["production"])
            #expect(after.stable?.instances == kept.deployment.instances)
            #expect(after.kept == nil, "what people went back from is not kept")
            let started = try await served.record(of: 3).events.filter {
                if case .release(_, .instance(_, .started)) = $0.event { true } else { false }
            }
            #expect(started.isEmpty)
            // The next release finds its slot empty, and keeps what was there before it.
            try await shop.commit("3.0")
            try await served.run(4, is: .waiting)
            try await served.order("approve", "4")
            try await served.run(4, ends: .succeeded)
            try await shop.commit("4.0")
            try await served.run(5, ends: .succeeded)
            let last = try await served.ledger.environments["production"]?.kept
            #expect(last?.deployment.artifact.version == "3.0")
        }
    }

    @Test func whatIsKeptEndsWithItsTime() async throws {
        try await withVersions(2, keepOld: "1s") { served, _, _ in
            try await eventually("the old instances have ended", within: .seconds(20)) {
                try await served.events.contains { $0.event == .service("production", .oldEnded(left: [])) }
            }
            #expect(try await served.ledger.environments["production"]?.kept == nil)
        }
    }

    /// What comes by itself would undo it.
    @Test func afterAWayBackTheNextCommitWaitsForAPerson() async throws {
        try await withVersions(2) { served, shop, _ in
            let back = try await served.slipway("rollback", "--reason", "it is slow")
            #expect(back.status == 0, "\(back.output)\(back.error)")
            #expect(try await inService(served) == "1.0")
            try await shop.commit("3.0")
            try await served.run(4, is: .waiting)
            let run = await served.record(of: 4).current
            #expect(run?.waitingStage?.approval?.wayBack?.version == "1.0")
            let status = try await served.slipway("status")
            #expect(status.output.contains("went back to 1.0"), "\(status.output)")
            try await served.order("approve", "4")
            try await served.run(4, ends: .succeeded)
            #expect(try await inService(served) == "3.0")
            // Then everything is as it was.
            try await shop.commit("4.0")
            try await served.run(5, ends: .succeeded)
        }
    }

    @Test func atOnceNeedsAReasonAndSkipsTheStrategy() async throws {
        try await withVersions(2) { served, _, _ in
            let silent = try await served.slipway("release", "1.0", "--to", "production", "--at-once")
            #expect(silent.status == 1)
            #expect(silent.error.contains("--reason"))
            let ending = try await served.slipway(
                "release", "1.0", "--to", "production", "--at-once", "--reason", "it burns", "--output", "plain")
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            let shares = try await served.record(of: 3).events.filter {
                if case .release(_, .rungPassed) = $0.event { true } else { false }
            }
            #expect(shares.isEmpty)
        }
    }

    @Test func withoutAServerToo() async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: port))
            for number in 1...2 {
                try await shop.commit("\(number).0")
                let ending = try await served.slipway("run", "shop.yml", "--output", "plain")
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            }
            let back = try await served.slipway("rollback", "--file", "shop.yml", "--reason", "it is slow")
            #expect(back.status == 0, "\(back.output)\(back.error)")
            #expect(try await inService(served) == "1.0")
            // Its archive is gone: it is refused, with what is there.
            let digest = try #require(
                try await served.ledger.environments["production"]?.versions.first { $0.artifact.version == "2.0" })
            try FileManager.default.removeItem(
                atPath: "\(served.stateDirectory.artifacts)/\(digest.artifact.digest).tar")
            let gone = try await served.slipway("release", "2.0", "--to", "production", "--file", "shop.yml")
            #expect(gone.status == 1)
            #expect(gone.error.contains("2.0 is not kept here any more"), "\(gone.error)")
        }
    }
}
