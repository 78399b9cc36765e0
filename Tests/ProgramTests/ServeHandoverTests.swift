import Delivery
import DemoShop
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import HAProxy
import Values

/// A server that is told to end, and one that is killed, with two runs under way: the next one goes on with both, and no
/// customer notices.
@Suite(.serialized)
struct ServeHandoverTests {
    @Test func theNextServerGoesOn() async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: port, bake: "10h"))
            let blog = try await TestPipeline("blog", in: served, Self.counting(served))
            try served.configure(["shop", "blog"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, ends: .succeeded)
            }
            let report = try await withCustomers(at: port) {
                let handedOver = try await served.run { server in
                    try await shop.commit("2")
                    try await blog.commit("1")
                    try await bothGoOn(served)
                    try await expectQuickEnd(of: server, served)
                }
                #expect(handedOver.status == 0, "\(handedOver.output.suffix(3000))\(handedOver.error)")
                // At once, and not only when the lease has run out.
                #expect(try await served.router(of: "production").currentSplit().share == .none)
                let killed = try await served.run { server in
                    try await bothGoOn(served, takenUp: 1)
                    kill(server, SIGKILL)
                }
                #expect(killed.status == -SIGKILL)
                try await served.serve { _ in
                    try await bothGoOn(served, takenUp: 2)
                    try served.release("go")
                    try await served.order("promote", "\(try await number(of: "shop", in: served))")
                    for run in [2, 3] { try await served.run(run, ends: .succeeded) }
                }
            }
            #expect(report.totals.results.failed == 0)
            #expect(try #require(report.versions["2"]).ok > 0)
            try await expectEverythingOnce(served)
        }
    }

    private static func counting(_ served: ServedFolder) -> String {
        let step = "echo begun >> \(served.folder.path)/begun; \(served.waiting(for: "go"))"
        return "release: automatic\nstages: [{ name: build, steps: [{ run: '\(step)' }] }]"
    }

    /// The canary has its share from the server that took the runs up for the `count`th time, and the other run's step is
    /// at work.
    private func bothGoOn(_ served: ServedFolder, takenUp count: Int = 0) async throws {
        let router = try served.router(of: "production")
        let share = Share(percent: 25)
        try await eventually("both runs go on", within: .seconds(60)) {
            guard served.exists("begun"), try await isExposed(share, served, takenUp: count) else { return false }
            return try await router.currentSplit().share == share
        }
    }

    private func isExposed(_ share: Share, _ served: ServedFolder, takenUp count: Int) async throws -> Bool {
        let events = try await served.record(of: try await number(of: "shop", in: served)).events
        let takings = events.indices.filter { if case .run(.takenUp) = events[$0].event { true } else { false } }
        guard takings.count == count else { return false }
        return events.dropFirst(takings.last ?? 0).contains { record in
            if case .release("production", .trafficShifted(share, _)) = record.event { true } else { false }
        }
    }

    /// Either of the two may have been started first.
    private func number(of pipeline: String, in served: ServedFolder) async throws -> Int {
        await served.record(of: 2).current?.pipeline?.name == pipeline ? 2 : 3
    }

    private func expectQuickEnd(of server: pid_t, _ served: ServedFolder) async throws {
        let asked = ContinuousClock.now
        kill(server, SIGTERM)
        try await eventually("the server is gone", within: .seconds(20)) {
            try StateLock.holder(in: served.stateDirectory) == nil
        }
        #expect(ContinuousClock.now - asked < .seconds(10))
    }

    private func expectEverythingOnce(_ served: ServedFolder) async throws {
        let text = try String(contentsOf: served.folder.appending(path: "begun"), encoding: .utf8)
        #expect(text == "begun\n")
        for run in [2, 3] {
            let record = served.record(of: run)
            try await record.expectOneOfEachStep()
            let takenUp = try await record.events.count { if case .run(.takenUp) = $0.event { true } else { false } }
            #expect(takenUp == 2)
        }
        let starts = try await served.events.count {
            if case .release(_, .instance(_, .started)) = $0.event { true } else { false }
        }
        #expect(starts == 2)
        #expect(try await served.ledger.stable(in: "production")?.artifact.version == "2")
    }

    private func withCustomers(at port: Int, _ work: () async throws -> Void) async throws -> CustomerReport {
        let target = try LoopbackAddress(url: "http://127.0.0.1:\(port)")
        let customers = DemoShop.Customers(try CustomerPlan(target: target, rate: 50, users: 100))
        async let report = customers.run()
        do {
            try await eventually("customers are served") { await customers.report.totals.results.ok > 0 }
            try await work()
        } catch {
            await customers.stop()
            throw error
        }
        await customers.stop()
        return try await report
    }
}
