import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// `retry` and `skip`: in the server that lives, and in the process that gives the order where none does.
@Suite(.serialized)
struct ServeRepairTests {
    private static func text(_ served: ServedFolder) -> String {
        """
        release: automatic
        stages:
          - name: build
            steps:
              - run: echo "$SLIPWAY_RUN" >> \(served.folder.path)/built
              - run: test -e \(served.folder.path)/good
              - run: echo "$SLIPWAY_RUN" >> \(served.folder.path)/done
        """
    }

    @Test func theServerGoesOnWithAFailedRun() async throws {
        try await ServedFolder.with { served in
            try await TestPipeline("shop", in: served, Self.text(served)).commit("1")
            try served.configure(["shop"])
            try await served.serve { _ in
                try await served.run(1, ends: .failed)
                try await served.order("retry")
                try await eventually("it failed again", within: .seconds(30)) {
                    let run = await served.record(of: 1).current
                    return run?.result == .failed
                        && run?.stages.dropFirst().first?.steps.dropFirst().first?.attempt == 2
                }
                try served.release("good")
                try await served.order("retry", "1", "--reason", "it is there now")
                try await served.run(1, ends: .succeeded)
                let again = try await served.slipway("retry", "1")
                #expect(again.status == 1)
                #expect(again.error.contains("has succeeded"))
            }
            try expectLines(built: ["1"], done: ["1"], in: served)
        }
    }

    @Test func withoutAServerTheOrderCarriesTheRunOut() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, Self.text(served))
            try served.configure(["shop"])
            try await served.serve { _ in
                for run in 1...2 {
                    try await shop.commit("\(run)")
                    try await served.run(run, ends: .failed)
                }
            }
            let idle = try await served.slipway("skip", "2", "--reason", "a known flake")
            #expect(idle.status == 1)
            #expect(idle.error.contains("--wait"))
            let silent = try await served.slipway("skip", "2", "--wait")
            #expect(silent.status == 1)
            #expect(silent.error.contains("--reason"))
            let newer = try await served.slipway("skip", "2", "--wait", "--reason", "a known flake")
            #expect(newer.status == 0, "\(newer.output)\(newer.error)")
            try await served.run(2, ends: .succeeded)
            #expect(try await served.slipway("retry", "1", "--wait").status == 1)
            try served.release("good")
            let again = try await served.slipway("retry", "1", "--wait")
            #expect(again.status == 0, "\(again.output)\(again.error)")
            try expectLines(built: ["1", "2"], done: ["2", "1"], in: served)
        }
    }

    @Test func aReleaseThatFailedIsMadeAgain() async throws {
        try await ServedFolder.with { served in
            let start = "test -e \(served.folder.path)/good && exec"
            let text = ServedFolder.shop(port: try FreePort.next(), start: start)
            try await TestPipeline("shop", in: served, text).commit("1")
            try served.configure(["shop"])
            try await served.serve { _ in
                try await served.run(1, ends: .failed)
                let skipped = try await served.slipway("skip", "1", "--reason", "no")
                #expect(skipped.status == 1)
                #expect(skipped.error.contains("can't be skipped"))
                try served.release("good")
                try await served.order("retry", "1")
                try await served.run(1, ends: .succeeded)
            }
            #expect(try await served.ledger.stable(in: "production")?.artifact.version == "1")
            #expect(
                try await served.record(of: 1).events.count {
                    $0.event == .step(StepID(stage: "build", index: 0), .started)
                } == 1)
        }
    }

    private func expectLines(built: [String], done: [String], in served: ServedFolder) throws {
        for (file, lines) in [("built", built), ("done", done)] {
            let text = try String(contentsOf: served.folder.appending(path: file), encoding: .utf8)
            #expect(text.split(separator: "\n").map(String.init) == lines)
        }
    }
}
