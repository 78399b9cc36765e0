import Delivery
import DemoShop
import Foundation
import SlipwayTesting
import Testing
import Values

/// What is in service is killed again and again, between releases and during them, with customers from outside as
/// witnesses: each time they are served again within seconds. `make chaos` plays it, as often as `SLIPWAY_KILLS` says.
@Suite(.serialized)
struct KilledServiceTests {
    private static let kills = ProcessInfo.processInfo.environment["SLIPWAY_KILLS"].flatMap(Int.init)

    private enum Blow: CaseIterable {
        case oneInstance, allInstances, router, everything
    }

    /// How long customers were without an answer after each blow.
    private struct Outage: CustomStringConvertible {
        let blow: Blow
        let isDuringRelease: Bool
        let took: Duration

        var description: String { "\(blow)\(isDuringRelease ? " during a release" : ""): \(took)" }
    }

    @Test(.enabled(if: kills != nil), .timeLimit(.minutes(60)))
    func usersAreServedAgainWithinSeconds() async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            let text = ServedFolder.shop(port: port, bake: "3s").replacing(
                "stop-within: 2s", with: "stop-within: 2s, instances: 2")
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1.0")
                try await served.run(1, ends: .succeeded)
                let target = try LoopbackAddress("127.0.0.1:\(port)")
                let customers = DemoShop.Customers(
                    try CustomerPlan(target: target, rate: 40, users: 100, timeout: .seconds(3)))
                async let visit = customers.run()
                let outages = try await strike(served, shop, customers)
                await customers.stop()
                let report = try await visit
                tell(outages, report)
                #expect(outages.allSatisfy { $0.took < .seconds(20) }, "\(outages)")
                #expect(try await served.ledger.environments["production"]?.givenUp.isEmpty == true)
            }
        }
    }

    private func strike(
        _ served: ServedFolder, _ shop: TestPipeline, _ customers: DemoShop.Customers
    ) async throws -> [Outage] {
        var chance = SplitMix64(seed: UInt64.random(in: 1...1_000_000_000))
        let service = KilledService(state: served.state)
        var outages: [Outage] = []
        for number in 0..<(Self.kills ?? 0) {
            let blow = Blow.allCases[Int(chance.next() % UInt64(Blow.allCases.count))]
            let isDuringRelease = chance.next() % 3 == 0
            if isDuringRelease { try await shop.commit("1.\(number + 1)") }
            try await Task.sleep(for: .milliseconds(Int64(chance.next() % 4000)))
            let slot = try #require(try await served.ledger.stable(in: "production")?.slot)
            try? await self.strike(blow, slot, service, served)
            let begun = ContinuousClock.now
            try await eventually("users are served again after \(blow), kill \(number)", within: .seconds(60)) {
                guard try await served.ledger.environments["production"]?.down.isEmpty == true else { return false }
                return await Self.isServed(customers)
            }
            outages.append(Outage(blow: blow, isDuringRelease: isDuringRelease, took: .now - begun))
            // What ends again at once is started less and less often: that is another test's.
            try await Task.sleep(for: .milliseconds(Int64(8000 + chance.next() % 6000)))
        }
        return outages
    }

    private func strike(_ blow: Blow, _ slot: Slot, _ service: KilledService, _ served: ServedFolder) async throws {
        switch blow {
        case .oneInstance:
            if let id = try await served.ledger.stable(in: "production")?.instances.first?.id {
                try service.kill(id, forGood: false)
            }
        case .allInstances: try service.kill(slot, forGood: false)
        case .router: try await service.killRouter()
        case .everything:
            try? await service.killRouter()
            try service.kill(slot, forGood: false)
        }
    }

    /// Whether some more customers in a row are served.
    private static func isServed(_ customers: DemoShop.Customers) async -> Bool {
        let before = await customers.report.totals.results
        try? await Task.sleep(for: .milliseconds(400))
        let after = await customers.report.totals.results
        return after.ok > before.ok && after.failed == before.failed
    }

    private func tell(_ outages: [Outage], _ report: CustomerReport) {
        let sorted = outages.map(\.took).sorted()
        var text = "killed \(outages.count) times; back after \(sorted[sorted.count / 2]) (median), "
        text += "\(sorted.last ?? .zero) at most\n"
        text += "customers: \(report.totals.results.ok) served, \(report.totals.results.failed) not\n"
        text += outages.map { "  \($0)" }.joined(separator: "\n")
        FileHandle.standardOutput.write(Data("chaos: \(text)\n".utf8))
    }
}
