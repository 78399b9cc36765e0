import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Gates that no author may pass.
@Suite(.serialized)
struct ServeAuthorsTests {

    private func refusal(_ served: ServedFolder, _ arguments: String...) async throws -> String {
        let ending = try await Program.run(arguments + ["--state", served.state], in: served.folder)
        #expect(ending.status == 1, "\(ending.output)")
        return ending.error
    }

    /// The test's own account approves.
    @Test func onlyWhoHasNoPartInItApproves() async throws {
        let me = NSUserName()
        try await ServedFolder.with { served in
            let environment = ServedFolder.shop(
                port: try FreePort.next(), production: "gate: { approve: { not: author } }")
            let shop = try await TestPipeline("shop", in: served, environment)
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, is: .waiting)
                let unknown = try await refusal(served, "approve", "1")
                #expect(unknown.contains("ana@shop.example") && unknown.contains("slipway-server.yml"), "\(unknown)")
                try await served.order("reject", "1")
            }
            try served.configure(["shop"], "people: { \(me): [ana@shop.example] }")
            try await served.serve { _ in
                try await shop.commit("2")
                try await served.run(2, is: .waiting)
                #expect(try await refusal(served, "approve", "2").contains("wrote a part of this change"))
                try await served.order("cancel", "2")
            }
            try served.configure(["shop"], "people: { ana: [ANA@shop.example] }")
            try await served.serve { _ in
                let commit = try await shop.commit("3")
                try await served.run(3, is: .waiting)
                try await served.order("approve", "3")
                try await served.run(3, ends: .succeeded)
                #expect(try await served.ledger.stable(in: "production")?.commit == commit)
                // Whoever starts a run has a part in it.
                try await shop.commit("4")
                try await served.run(4, is: .waiting)
                try await served.order("cancel", "4")
                let started = Task {
                    try await Program.run(
                        ["run", "shop.yml", "--output", "plain", "--state", served.state], in: served.folder)
                }
                try await served.run(5, is: .waiting)
                let authorship = await served.record(of: 5).current?.change?.authorship?["production"]
                #expect(authorship?.since == commit)
                #expect(try await refusal(served, "approve", "5").contains("started this run"))
                try await served.order("cancel", "5")
                _ = try await started.value
            }
        }
    }
}
