import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Back to an earlier version with keys, in a real terminal: without a server, and at one.
@Suite(.serialized, .enabled(if: Tmux.isInstalled))
struct VersionKeysTests {
    private func inService(_ served: ServedFolder) async throws -> String? {
        try await served.ledger.stable(in: "production")?.artifact.version
    }

    @Test func toTheVersionBeforeTwiceWithoutAServer() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: try FreePort.next()))
            for number in 1...3 {
                try await shop.commit("\(number).0")
                let ending = try await served.slipway("run", "shop.yml", "--output", "plain")
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            }
            try await Tmux.withShell(columns: 120, rows: 40) { tmux in
                try await tmux.type(
                    "cd \(served.folder.path); clear; SLIPWAY_DEMO_SHOP=\(Demo.program) \(Program.path) watch --file shop.yml --state \(served.state); "
                        + "echo ended with $?")
                try await tmux.screen(within: .seconds(30)) { $0.contains("succeeded") }
                for (version, run) in [("2.0", 4), ("1.0", 5)] {
                    try await tmux.press("r")
                    try await tmux.screen(within: .seconds(20)) { $0.contains("Back to \(version) in production?") }
                    try await tmux.press("y")
                    try await tmux.screen(within: .seconds(60)) {
                        $0.contains(" #\(run) ") && $0.contains("✔ \(version) has all traffic")
                    }
                    try await served.run(run, ends: .succeeded)
                    #expect(try await inService(served) == version)
                }
                try await tmux.press("o")
                try await tmux.screen(within: .seconds(20)) { $0.contains("Environments") && $0.contains("#1 ") }
                try await tmux.press("End", "Enter")
                try await tmux.screen(within: .seconds(20)) { $0.contains(" shop #1 ") }
                try await tmux.press("Escape")
                try await tmux.screen(within: .seconds(20)) { $0.contains("Environments") }
                try await tmux.press("q")
                try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 0") }
            }
        }
    }

    @Test
    func toTheVersionBeforeLastAtAServer() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline(
                "shop", in: served, ServedFolder.shop(port: try FreePort.next(), top: "release: automatic"))
            try served.configure(["shop"])
            try await served.serve { _ in
                for number in 1...3 {
                    try await shop.commit("\(number).0")
                    try await served.run(number, ends: .succeeded)
                }
                try await Tmux.withShell(columns: 80, rows: 24) { tmux in
                    try await tmux.type("\(Program.path) watch --state \(served.state); echo ended with $?")
                    try await tmux.screen(within: .seconds(30)) { $0.contains("succeeded") }
                    try await tmux.press("v")
                    try await tmux.screen(within: .seconds(20)) {
                        $0.contains("Versions of production") && $0.contains("in service")
                    }
                    try await tmux.press("Down", "Down")
                    try await tmux.screen { $0.contains("▸ 1.0") }
                    try await tmux.press("Enter")
                    try await tmux.screen(within: .seconds(20)) { $0.contains("Back to 1.0 in production?") }
                    try await tmux.press("y")
                    try await served.run(4, ends: .succeeded)
                    try await tmux.screen(within: .seconds(20)) { $0.contains("#4") && $0.contains("succeeded") }
                    try await tmux.press("q")
                    try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 0") }
                }
                #expect(try await inService(served) == "1.0")
            }
        }
    }

    /// The terminal is closed while a way back that was begun in it starts its instances: it ends in good order.
    @Test func aClosedTerminalEndsInGoodOrderWhatWasBegunInIt() async throws {
        try await withFolder { folder in
            let slow = folder.appending(path: "slow").path
            let release = try SmallRelease(
                in: folder, start: "[ ! -e \(slow) ] || sleep 30",
                canary: "steps: [50%], bake: { for: 1s, requests: 0 }", startWithin: "60s")
            try await release.releaseFirst()
            for version in ["2", "3"] {
                try release.prepare(version)
                let ending = try await release.run()
                try #require(ending.status == 0, "\(ending.output)\(ending.error)")
            }
            try release.write("slow")
            try await Tmux.withShell { tmux in
                try await tmux.type("cd \(folder.path); clear; \(Program.path) watch --state \(release.state)")
                try await tmux.screen(within: .seconds(30)) { $0.contains("succeeded") }
                try await tmux.press("r")
                try await tmux.screen(within: .seconds(20)) { $0.contains("Back to 2 in production?") }
                try await tmux.press("y")
                try await tmux.screen(within: .seconds(20)) { $0.contains(" #4 ") && $0.contains("starting") }
                try await tmux.run(["kill-server"])
            }
            try await eventually("the run has ended", within: .seconds(20)) {
                await Record(of: 4, in: release.state).current?.result == .cancelled
            }
            #expect(try await release.served == "3")
            try await release.takeDown()
        }
    }
}
