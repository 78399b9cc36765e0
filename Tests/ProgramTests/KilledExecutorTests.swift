import Delivery
import DemoShop
import Executor
import Fleet
import Foundation
import Journal
import SlipwayTesting
import Subprocess
import Testing
import HAProxy
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// `kill -9` in the middle of a canary: users are served on, and the router alone returns to stable.
@Suite(.serialized)
struct KilledExecutorTests {
    @Test func theLeaseReturnsTheTrafficWithoutAnybody() async throws {
        try await withFolder { folder in
            let router = try HAProxyInstance(
                paths: HAProxyPaths(directory: folder.appending(path: "environments/production/router").path))
            try await killAtFivePercent(router, in: folder)
            let leaseEnd = try await router.currentSplit().lease
            #expect(try await router.currentSplit().share == Share(percent: 5))
            #expect(leaseEnd - .wallClock <= DeadManSwitch.haproxy.lease)
            try await Task.sleep(for: leaseEnd - .wallClock + .seconds(1))
            let candidate = try await requests(router, .green)
            let stable = try await requests(router, .blue)
            try await Task.sleep(for: .seconds(2))
            #expect(try await requests(router, .green) == candidate)
            #expect(try await requests(router, .blue) > stable + 100)
            try await takeDown(folder)
            let report = try CustomerReport(contentsOf: folder.appending(path: "customers.json"))
            #expect(report.totals.results.failed == 0)
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    private func killAtFivePercent(_ router: HAProxyInstance, in folder: URL) async throws {
        let arguments = ["demo", "--headless", "--step-time", "60", "--state", folder.path]
        _ = try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: Arguments(arguments), input: .none, output: .discarded,
            error: .discarded
        ) { execution in
            try await eventually("the canary has 5 %", within: .seconds(40)) {
                (try? await router.currentSplit().share) == Share(percent: 5)
            }
            try execution.send(signal: .kill)
        }
    }

    private func requests(_ router: HAProxyInstance, _ slot: Slot) async throws -> Int {
        try await router.counters().slots[slot]?.total.requests ?? 0
    }
}

extension Timestamp {
    static var wallClock: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
