import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// A commit that takes a gate away is let through that gate by somebody.
@Suite(.serialized)
struct ServePushedGateTests {
    @Test func aGateThatIsPushedAwayIsAskedOnceMore() async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            let gated = ServedFolder.shop(port: port, production: "gate: { approve: {} }")
            let shop = try await TestPipeline("shop", in: served, gated)
            try served.configure(["shop"])
            try await served.serve { _ in
                let first = try await shop.commit("1")
                try await served.run(1, is: .waiting)
                try await served.order("approve", "1")
                try await served.run(1, ends: .succeeded)
                try served.write("name: shop\n\(ServedFolder.shop(port: port))\n", to: "shop/shop.yml")
                try await shop.commit("2")
                try await served.run(2, is: .waiting)
                let run = await served.record(of: 2).current
                #expect(run?.ruleChange?.parts == [.gate])
                #expect(run?.waitingStage?.approval?.under == RunNumber(1))
                #expect(run?.change?.commits?["production"]?.since == first)
                #expect(run?.change?.commits?["production"]?.newest.map(\.title) == ["Make it 2"])
                #expect(try await served.slipway("status").output.contains("under the gate of run #1"))
                try await served.order("approve", "2")
                try await served.run(2, ends: .succeeded)
                // That is the rule now.
                try await shop.commit("3")
                try await served.run(3, ends: .succeeded)
                #expect(await served.record(of: 3).current?.ruleChange == nil)
            }
        }
    }
}
