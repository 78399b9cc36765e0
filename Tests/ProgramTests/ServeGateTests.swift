import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Orders for all runs, with a server and without anybody who carries runs out.
@Suite(.serialized)
struct ServeGateTests {
    @Test func gatesHoldAndLetGoWhoeverRecordsThem() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: FreePort.next()))
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, ends: .succeeded)
                try await expectRefused(["freeze", "produktion"], complaint: "there are production", in: served)
                try await expectRefused(["unfreeze", "production"], complaint: "is not frozen", in: served)
                try await served.order("freeze", "production", "--reason", "the auditors are here")
                try await expectRefused(["freeze", "production"], complaint: "the auditors are here", in: served)
                try await shop.commit("2")
                try await served.run(2, is: .waiting)
                guard
                    case .environmentFrozen("production", let actor, "the auditors are here") =
                        try await hold(served)
                else {
                    Issue.record("not frozen: \(String(describing: try await hold(served)))")
                    return
                }
                #expect(actor.name == NSUserName())
            }
            try await expectWithoutExecutor(served)
            try await served.serve { _ in
                try await eventually("the transition holds it") {
                    if case .transitionDisabled = try await hold(served) { true } else { false }
                }
                try await served.order("transition", "enable", "production", "--reason", "repaired")
                try await served.run(2, ends: .succeeded)
            }
            #expect(try await served.ledger.stable(in: "production")?.artifact.version == "2")
        }
    }

    /// Nobody carries runs out: orders are recorded all the same, and the run stays where it is.
    private func expectWithoutExecutor(_ served: ServedFolder) async throws {
        try await served.order("unfreeze", "production", "--reason", "they are gone")
        try await expectRefused(["transition", "disable", "prodction"], complaint: "production", in: served)
        try await served.order("transition", "disable", "production", "--reason", "a disk is broken")
        #expect(try await served.ledger.freezes.isEmpty)
        #expect(await served.record(of: 2).current?.phase == .waiting)
    }

    private func expectRefused(_ order: [String], complaint: String, in served: ServedFolder) async throws {
        let arguments = order + ["--reason", "a try", "--state", served.state]
        let refused = try await Program.run(arguments, in: served.folder)
        #expect(refused.status == 1, "\(order)")
        #expect(refused.error.contains(complaint), "\(refused.error)")
    }

    /// What the second run was last held by, in the record.
    private func hold(_ served: ServedFolder) async throws -> HoldCause? {
        try await served.record(of: 2).events.compactMap { record in
            if case .run(.blocked("production", let cause)) = record.event { cause } else { nil }
        }.last
    }
}
