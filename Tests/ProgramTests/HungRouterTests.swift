import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing
import HAProxy
import Values

/// HAProxy hangs, with connections still taken for it, and wakes up again.
@Suite(.serialized)
struct HungRouterTests {
    /// What it was told while it hung, and what was given up since, must not come true when it wakes.
    @Test(.timeLimit(.minutes(3))) func nothingThatWasGivenUpComesTrueLater() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 4s, requests: 0 }")
            var router: pid_t = 0
            let ending = try await release.carryOut { _ in
                router = try await release.router.counters().processIdentifier
                kill(router, SIGSTOP)
                try await eventually("it is told", within: .seconds(8)) {
                    try await release.ledger.environments["production"]?.routerTrouble != nil
                }
                // Longer than the bake: nobody meets the candidate.
                try await Task.sleep(for: .seconds(4))
                let order = try await slipway(release, "rollback", "2")
                #expect(order.status == 0, "\(order.output)\(order.error)")
                try await eventually("it is taken back all the same", within: .seconds(40)) {
                    try await release.record.events.contains {
                        if case .release(_, .withdrawn) = $0.event { true } else { false }
                    }
                }
                kill(router, SIGCONT)
            }
            #expect(!ending.output.contains("5% passed"), "\(ending.output)")
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            try await eventually("it answers") { (try? await release.router.counters()) != nil }
            for _ in 0..<20 { #expect(try await release.served == "1") }
            let status = try await slipway(release, "status")
            #expect(
                status.output.contains("production: 1 ") && !status.output.contains("sends users"), "\(status.output)")
            try await release.takeDown()
        }
    }

    /// A second HAProxy was started beside it by hand: it did not get the port, and took the socket.
    @Test(.timeLimit(.minutes(1))) func oneWhoseSocketAnotherTookGivesWay() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
            try await release.releaseFirst()
            let paths = try release.router.paths
            let router = try await release.router.counters().processIdentifier
            kill(router, SIGSTOP)
            let doctor = try await slipway(release, "doctor")
            #expect(doctor.output.contains("kill -9 \(router); haproxy -D -C "), "\(doctor.output)")
            _ = try await Subprocess.run(
                .name("haproxy"),
                arguments: [
                    "-D", "-C", paths.directory, "-f", paths.configuration, "-p", paths.processIdentifier,
                ], output: .discarded, error: .discarded)
            kill(router, SIGCONT)
            let second = try await release.second()
            #expect(second.status == 0, "\(second.output)\(second.error)")
            #expect(try await release.served == "2")
            try await release.takeDown()
        }
    }

    private func slipway(_ release: SmallRelease, _ arguments: String...) async throws -> Program.Ending {
        try await Program.run(arguments + ["--state", release.state], in: release.folder)
    }
}
