import Delivery
import Foundation
import SlipwayTesting
import Testing

extension ChaosReport {
    /// What a step prints: the end of it is said where it failed, and all of it has a place and a bound.
    @Suite(.serialized)
    struct StepOutputTests {
        private static let failing = "n=0; until [ $n = 30 ]; do n=$((n + 1)); echo \"line $n\"; done; exit 3"

        private func place(of step: String, in state: String) -> String { "\(state)/runs/1/\(step)/output" }

        private func run(_ step: String, in folder: URL) async throws -> Program.Ending {
            let pipeline = "name: words\nrelease: automatic\nstages: [{ name: build, steps: [{ run: '\(step)' }] }]\n"
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let state = folder.appending(path: "state").path
            return try await Program.run(["run", "--output", "plain", "--state", state], in: folder)
        }

        @Test func aFailedStepSaysItsLastLinesAndWhereAllIs() async throws {
            try await withFolder { folder in
                let ending = try await run(Self.failing, in: folder)
                #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                let lines = ending.output.split(separator: "\n")
                let place = place(of: "build-1", in: folder.appending(path: "state").path)
                let failure = try #require(lines.firstIndex { $0.hasSuffix("; output: \(place)") }, "\(ending.output)")
                #expect(lines[failure].contains("step build/1 failed: exit status 3"))
                let words = (11...30).map { "          | line \($0)" }
                #expect(lines[(failure + 1)...].prefix(20).elementsEqual(words, by: ==), "\(ending.output)")
                #expect(lines.count { $0.contains("| line") } == 20)
                #expect(try String(contentsOfFile: place, encoding: .utf8).hasPrefix("line 1\n"))
            }
        }

        @Test func aServersLogSaysWhereItIs() async throws {
            try await ServedFolder.with { served in
                let text = "release: automatic\nstages: [{ name: build, steps: [{ run: '\(Self.failing)' }] }]"
                let shop = try await TestPipeline("shop", in: served, text)
                try served.configure(["shop"])
                try await shop.commit("1")
                let ending = try await served.serve { _ in try await served.run(1, ends: .failed) }
                let line = ending.output.split(separator: "\n").first { $0.contains("step build/1 failed") }
                let end = "; output: \(place(of: "build-1", in: served.state))"
                #expect(line?.hasSuffix(end) == true, "\(ending.output)")
                let printed = ending.output.split(separator: "\n").filter { $0.contains("run #1: | line") }
                #expect(printed.count == 10 && printed.last?.hasSuffix("run #1: | line 30") == true, "\(ending.output)")
            }
        }

        @Test(.timeLimit(.minutes(1))) func aHundredMegabytesLeaveLittle() async throws {
            try await withFolder { folder in
                let ending = try await run("yes 123456789 | head -c 100000000; echo the end; exit 3", in: folder)
                #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("          | the end\n"), "\(ending.output)")
                #expect(ending.output.contains(" in between left out"), "\(ending.output)")
                let folder = folder.appending(path: "state/runs/1/build-1")
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                let size = try files.reduce(0) { sum, name in
                    let attributes = try FileManager.default.attributesOfItem(
                        atPath: folder.appending(path: name).path)
                    return sum + (attributes[.size] as? Int ?? 0)
                }
                #expect(size > 8_000_000 && size < 26_000_000, "\(size)")
            }
        }
    }
}
