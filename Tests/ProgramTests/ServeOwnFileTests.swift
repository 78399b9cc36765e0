import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// A server goes by the pipeline file of the very commit that it builds.
@Suite(.serialized)
struct ServeOwnFileTests {
    private static let text = "release: automatic\nstages:\n  - { name: build, steps: [{ run: 'true' }] }\n"

    @Test func aCommitIsCarriedOutByItsOwnFile() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, Self.text)
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, ends: .succeeded)
                let linted = Self.text + "  - { name: lint, steps: [{ run: 'cp VERSION ../seen' }] }\n"
                try served.write("name: shop\n\(linted)", to: "shop/shop.yml")
                try await shop.commit("2")
                try await served.run(2, ends: .succeeded)
                #expect(await served.record(of: 2).current?.stages.map(\.name) == ["build", "lint"])
                #expect(
                    try String(contentsOfFile: served.state + "/runs/2/seen", encoding: .utf8) == "2\n")
                // A stage that only the commit has can be named.
                try await served.order("transition", "disable", "lint", "--reason", "a try")
                try await served.order("transition", "enable", "lint", "--reason", "it was one")
                try await expectRefused(linted, shop, served)
                try served.write("name: shop\n\(linted)", to: "shop/shop.yml")
                try await shop.commit("4")
                try await served.run(3, ends: .succeeded)
                try await eventually("that is over", within: .seconds(30)) {
                    try await !served.slipway("status").output.contains("quueue")
                }
            }
        }
    }

    /// There is no run of a commit whose file is none, and who asks is told where it is wrong.
    private func expectRefused(_ text: String, _ shop: TestPipeline, _ served: ServedFolder) async throws {
        try served.write("name: shop\n\(text)quueue: parallel\n", to: "shop/shop.yml")
        let commit = try await shop.commit("3")
        let problem = "\(commit.prefix(12)):shop.yml:6:1: unknown key"
        for form in ["plain", "json"] {
            try await eventually("status says it", within: .seconds(30)) {
                try await served.slipway("status", "--output", form).output.contains(problem)
            }
        }
        let asked = try await Program.run(
            ["run", "shop.yml", "--output", "plain", "--state", served.state], in: served.folder)
        #expect(asked.status != 0 && asked.error.contains(problem), "\(asked.error)")
        #expect(await served.record(of: 3).current == nil)
    }
}
