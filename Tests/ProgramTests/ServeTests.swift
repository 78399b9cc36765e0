import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// `slipway serve` with several pipelines, asked and told from other processes.
@Suite(.serialized)
struct ServeTests {
    @Test func twoPipelinesRunSideBySideForEachCommit() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline(
                "shop", in: served, ServedFolder.shop("shop-production", port: FreePort.next()))
            let blog = try await TestPipeline(
                "blog", in: served,
                ServedFolder.shop(
                    "blog-production", port: FreePort.next(), top: "release: manual",
                    production: "gate: { approve: {} }"
                ).replacing("accept-risk: a test\n", with: ""))
            try served.configure(["shop", "blog"])
            try await shop.commit("1.0")
            try await blog.commit("7.0")
            try await served.serve { _ in
                try await served.run(1, is: .finished, or: .waiting)
                try await served.run(2, is: .finished, or: .waiting)
                let (one, two) = try await numbers(in: served)
                try await served.run(one, ends: .succeeded)
                try await served.run(two, is: .waiting)
                try await expectOrders(to: two, beside: one, in: served)
                let commit = try await shop.commit("1.1")
                try await served.run(3, ends: .succeeded)
                #expect(await served.record(of: 3).current?.change?.commit == commit)
                let versions = try await served.ledger.environments.mapValues { $0.stable?.artifact.version }
                #expect(versions == ["shop-production": "1.1", "blog-production": "7.0"])
            }
        }
    }

    /// The run of the shop, and that of the blog: either may be the first.
    private func numbers(in served: ServedFolder) async throws -> (shop: Int, blog: Int) {
        let first = try #require(await served.record(of: 1).current?.pipeline?.name)
        return first == "shop" ? (1, 2) : (2, 1)
    }

    private func expectOrders(to blog: Int, beside shop: Int, in served: ServedFolder) async throws {
        let status = try await served.slipway("status", "--output", "json").objects()
        #expect(status.contains { $0["run"] as? Int == blog && $0["phase"] as? String == "waiting" })
        for (arguments, status, complaint) in [
            (["approve", "\(shop)"], 1, "run #\(shop) "), (["approve", "77"], 2, "no run #77"),
            (["halt", "77"], 2, "77"),
            (["halt"], 1, "no release"),
        ] {
            let refused = try await Program.run(arguments + ["--state", served.state], in: served.folder)
            #expect(refused.status == status, "\(arguments)")
            #expect(refused.error.contains(complaint), "\(refused.error)")
        }
        async let watching = served.slipway("watch", "\(blog)", "--output", "json")
        try await served.order("approve", "\(blog)", "--reason", "looks good")
        let seen = try await watching
        #expect(seen.status == 0)
        #expect(try await seen.output == served.slipway("events", "\(blog)", "--output", "json").output)
        #expect(seen.output.contains("looks good"))
    }

    @Test func runsAreUnderWayAtTheSameTimeAndOrdersSayWhichTheyMean() async throws {
        try await ServedFolder.with { served in
            let text = """
                release: automatic
                stages: [{ name: build, steps: [{ run: '\(served.waiting(for: "go"))' }] }]
                """
            for name in ["shop", "blog"] {
                try await TestPipeline(name, in: served, text).commit("1")
            }
            try served.configure(["shop", "blog"])
            let ending = try await served.serve { _ in
                for run in [1, 2] { try await served.run(run, is: .running) }
                let refused = try await served.slipway("cancel")
                #expect(refused.status == 1)
                #expect(refused.error.contains("#1, #2"), "\(refused.error)")
                try await served.order("cancel", "2", "--reason", "not this one")
                try await served.run(2, ends: .cancelled)
                #expect(try await served.slipway("watch", "2", "--output", "json").status == 4)
                #expect(await served.record(of: 1).current?.phase == .running)
                try served.release("go")
                try await served.run(1, ends: .succeeded)
            }
            #expect(ending.output.contains("run #2: "), "\(ending.output)")
        }
    }

    @Test func whatIsWrongWithTheServersFileKeepsNoCommitBack() async throws {
        try await ServedFolder.with { served in
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"], "log: { file: serve.log }")
            try await served.serve { _ in _ = try await served.slipway("status") }
            // What a server leaves that is killed while it fetches.
            let half = served.folder.appending(path: "state/runs/1/source/.git")
            try FileManager.default.createDirectory(at: half, withIntermediateDirectories: true)
            try await shop.commit("1")
            try await served.serve { _ in
                try await served.run(1, ends: .succeeded)
                let good = try String(contentsOf: served.folder.appending(path: "shop.yml"), encoding: .utf8)
                try served.write("name: [", to: "shop.yml")
                try await shop.commit("2")
                try await served.run(2, ends: .succeeded)
                try served.write(good, to: "shop.yml")
            }
        }
    }

    @Test func aStageIsBlockedInOnePipeline() async throws {
        try await ServedFolder.with { served in
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            var pipelines: [TestPipeline] = []
            for name in ["shop", "blog"] { pipelines.append(try await TestPipeline(name, in: served, text)) }
            try served.configure(["shop", "blog"])
            try await served.serve { _ in
                let block = ["--pipeline", "shop", "--reason", "a try", "--state", served.state]
                let blocked = try await Program.run(["transition", "disable", "build"] + block, in: served.folder)
                #expect(blocked.output == "stage shop/build is blocked\n", "\(blocked.output)\(blocked.error)")
                for pipeline in pipelines { try await pipeline.commit("1") }
                for run in [1, 2] { try await served.run(run, is: .finished, or: .waiting) }
                let (shop, blog) = try await numbers(in: served)
                try await served.run(blog, ends: .succeeded)
                #expect(await served.record(of: shop).current?.phase == .waiting)
                try await served.order("transition", "enable", "build", "--pipeline", "shop", "--reason", "fine")
                try await served.run(shop, ends: .succeeded)
            }
        }
    }

    @Test func pipelinesThatContradictEachOtherAreRefused() async throws {
        try await ServedFolder.with { served in
            for name in ["shop", "blog"] {
                _ = try await TestPipeline(name, in: served, ServedFolder.shop(port: FreePort.next()))
            }
            try served.configure(["shop", "blog"])
            let refused = try await Program.run(["serve", "--state", served.state], in: served.folder)
            #expect(refused.status == 2)
            for path in ["shop.yml", "blog.yml"] {
                #expect(refused.error.contains(served.folder.appending(path: path).path), "\(refused.error)")
            }
            #expect(refused.error.contains("production"))
            #expect(!served.exists("state"))
        }
    }

    @Test func oneServerHasAStateDirectory() async throws {
        try await ServedFolder.with { served in
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            try await TestPipeline("shop", in: served, text).commit("1")
            try served.configure(["shop"], "accounts: [root, nobody-is-called-so]")
            let ending = try await served.serve { server in
                try await served.run(1, ends: .succeeded)
                let second = try await Program.run(["serve", "--state", served.state], in: served.folder)
                #expect(second.status == 5)
                #expect(second.error.contains("process \(server) "), "\(second.error)")
            }
            #expect(ending.output.contains("no account \"nobody-is-called-so\""), "\(ending.output)")
            #expect(!ending.output.contains("no account \"root\""))
        }
    }
}

extension ServedFolder {
    /// Waits until a run is in one of two phases.
    func run(_ number: Int, is phase: Phase, or other: Phase) async throws {
        try await eventually("run \(number) is \(phase) or \(other)", within: .seconds(60)) {
            let now = await record(of: number).current?.phase
            return now == phase || now == other
        }
    }
}
