import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

/// The real program in a real terminal, watched and stopped with keys; HAProxy's own counters are the witness.
@Suite(.serialized, .enabled(if: Tmux.isInstalled))
struct DashboardKeysTests {
    @Test(arguments: [(120, 40), (80, 24)])
    func aReleaseIsApprovedHaltedAndRolledBackWithKeys(columns: Int, rows: Int) async throws {
        try await withFolder { folder in
            try await Tmux.withShell(columns: columns, rows: rows) { tmux in
                try await tmux.type("\(Program.path) demo --step-time 3 --state \(folder.path); echo ended with $?")
                try await tmux.screen(within: .seconds(40)) { $0.contains("needs approval") }
                try await approve(tmux)
                let router = try HAProxyInstance(
                    paths: HAProxyPaths(directory: folder.appending(path: "environments/production/router").path))
                try await haltAtAQuarter(tmux, router)
                try await rollBack(tmux, router)
                try await tmux.screen(within: .seconds(20)) { $0.contains("rolled back") && $0.contains("1.41.0") }
                try await tmux.press("q")
                try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 3") }
            }
            #expect(try await Leftovers.processes(of: folder) == [])
            #expect(try Leftovers.sockets(in: folder) == [])
        }
    }

    private func approve(_ tmux: Tmux) async throws {
        try await tmux.press("a")
        try await tmux.screen { $0.contains("Approve production?") && $0.contains("1.42.0") }
        try await tmux.press("y")
        try await tmux.screen(within: .seconds(20)) { Self.candidateShare($0) == "5%" }
    }

    private func haltAtAQuarter(_ tmux: Tmux, _ router: HAProxyInstance) async throws {
        try await tmux.screen(within: .seconds(20)) { Self.candidateShare($0) == "25%" }
        try await tmux.press("h")
        try await tmux.screen { $0.contains("halted") }
        // Longer than the step would have lasted: the split stays where it is, and requests still reach both sides.
        let before = try await router.counters()
        try await Task.sleep(for: .seconds(4))
        let screen = try await tmux.screen { $0.contains("halted") }
        #expect(Self.candidateShare(screen) == "25%")
        #expect(try await router.currentSplit().share == Share(percent: 25))
        #expect(try await requests(router, .green) > before.slots[.green]?.total.requests ?? 0)
    }

    private func rollBack(_ tmux: Tmux, _ router: HAProxyInstance) async throws {
        try await tmux.press("r")
        try await tmux.screen { $0.contains("25% → 0%") }
        try await tmux.press("y")
        try await tmux.screen(within: .seconds(1)) { Self.candidateShare($0) == "0%" }
        let (stable, candidate) = (try await requests(router, .blue), try await requests(router, .green))
        try await Task.sleep(for: .seconds(2))
        #expect(try await requests(router, .green) == candidate)
        #expect(try await requests(router, .blue) > stable)
    }

    private func requests(_ router: HAProxyInstance, _ slot: Slot) async throws -> Int {
        try await router.counters().slots[slot]?.total.requests ?? 0
    }

    /// The share at the end of the candidate's bar.
    private static func candidateShare(_ screen: String) -> Substring? {
        let bar = screen.split(separator: "\n").first { $0.contains("canary 1.42.0") }
        return bar?.split(whereSeparator: { $0.isWhitespace || $0 == "│" }).last
    }
}
