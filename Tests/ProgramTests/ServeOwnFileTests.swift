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
                #expect(await served.record(of: 2).current?.stages.map(\.name) == ["source", "build", "lint"])
                #expect(
                    try String(contentsOfFile: served.state + "/runs/2/seen", encoding: .utf8) == "2\n")
                // A stage that only the commit has can be named.
                try await served.order("transition", "disable", "lint", "--reason", "a try")
                try await served.order("transition", "enable", "lint", "--reason", "it was one")
                try await expectFailure(linted, shop, served)
                try served.write("name: shop\n\(linted)", to: "shop/shop.yml")
                try await shop.commit("4")
                try await served.run(4, ends: .succeeded)
            }
        }
    }

    /// `kill -9` while the source is being taken, three times: whatever is half there is taken anew.
    @Test func aServerThatIsKilledWhileItClonesTakesTheSourceAnew() async throws {
        try await ServedFolder.with { served in
            let large = served.folder.appending(path: "shop/large")
            let text =
                "release: automatic\nstages: [{ name: build, steps: [{ run: \"cmp large '\(large.path)'\" }] }]\n"
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"])
            var random = SystemRandomNumberGenerator()
            let words = (0..<(8 << 20)).map { _ in random.next() as UInt64 }
            try words.withUnsafeBytes { try Data($0).write(to: large) }
            try await shop.commit("1")
            for pause in [0, 100, 300] {
                _ = try await served.run { server in
                    try await eventually("it takes the source", within: .seconds(30)) {
                        let names = try? FileManager.default.contentsOfDirectory(atPath: served.state + "/runs/1")
                        return names?.contains { $0.hasPrefix("source.taking-") } == true
                    }
                    try await Task.sleep(for: .milliseconds(pause))
                    kill(server, SIGKILL)
                }
            }
            try await served.serve { _ in try await served.run(1, ends: .succeeded) }
        }
    }

    /// The run of a commit whose file is none fails before anything is built, and says where it is wrong.
    private func expectFailure(_ text: String, _ shop: TestPipeline, _ served: ServedFolder) async throws {
        try served.write("name: shop\n\(text)quueue: parallel\n", to: "shop/shop.yml")
        let commit = try await shop.commit("3")
        let problem = "\(commit.prefix(12)):shop.yml:6:1: unknown key"
        try await served.run(3, ends: .failed)
        let run = await served.record(of: 3).current
        #expect(run?.stages.map(\.name) == ["source", "build"], "what the file at hand has is never begun")
        #expect(run?.stages.first?.steps.first?.report?.description.contains(problem) == true)
        for form in ["plain", "json"] {
            let status = try await served.slipway("status", "--output", form)
            #expect(status.output.contains(problem), "\(status.output)")
        }
        let log = try await served.slipway("watch", "3", "--output", "plain")
        #expect(log.output.contains(problem), "\(log.output)")
    }
}
