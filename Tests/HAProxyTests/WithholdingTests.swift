import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

/// An instance whose port another process has gets no requests: at once, and after everything that may happen to HAProxy.
@Suite struct WithholdingTests {
    private func servers(_ bench: RouterBench) async throws -> [String: String] {
        try await bench.router.counters().slots[.blue]?.servers.mapValues(\.status) ?? [:]
    }

    @Test func itGetsNothingUntilItIsGivenRequestsAgain() async throws {
        try await RouterBench.run(instances: 2) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.withhold([.blue: [bench.blue[0].endpoint]])
            #expect(try await servers(bench)["s1"] == "MAINT")
            #expect(try await bench.ask(times: 20) == ["blue": 20], "the other one serves")
            #expect(try await bench.router.counters().slots[.blue]?.servers["s1"]?.requests == 0)
            try await bench.router.withhold([.blue: Set(bench.blue.map(\.endpoint))])
            #expect(try await bench.ask() == "503", "nobody is better than a stranger")
            try await bench.router.withhold([:])
            #expect(try await bench.ask() == "blue")
            #expect(try await servers(bench).values.allSatisfy { $0 != "MAINT" })
        }
    }

    @Test func aRouterThatIsStartedAgainKeepsToIt() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.withhold([.blue: [bench.blue[0].endpoint]])
            kill(try await bench.router.counters().processIdentifier, SIGKILL)
            try await eventually("the port is free") { (try? await bench.ask()) == nil }
            #expect(try await bench.router.restore() == .started)
            #expect(try await bench.ask() == "503")
        }
    }

    @Test func aReloadKeepsToIt() async throws {
        try await RouterBench.run(instances: 2) { bench in
            var configuration = bench.configuration
            configuration.endpoints = [.blue: [bench.blue[0].endpoint]]
            configuration.instancesPerSlot = 1
            try await bench.router.start(configuration)
            try await bench.router.withhold([.blue: [bench.blue[0].endpoint]])
            try await bench.router.setEndpoints(.green, bench.green.map(\.endpoint))
            #expect(try await bench.ask() == "503")
            try await bench.router.setEndpoints(.blue, [bench.blue[0].endpoint])
            #expect(try await bench.ask() == "503")
        }
    }

    /// Between releases the one who looks after what is in service has started nothing: it knows the files.
    @Test func whoHasNotStartedItCanSayItToo() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let other = HAProxyInstance(paths: bench.paths)
            try await other.withhold([.blue: [bench.blue[0].endpoint]])
            #expect(try await bench.ask() == "503")
            let third = HAProxyInstance(paths: bench.paths)
            try await third.withhold([:])
            #expect(try await bench.ask() == "blue", "the last word counts")
        }
    }

    @Test func aReleaseBeginsWithIt() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            var configuration = bench.configuration
            configuration.withheld = [.blue: [bench.blue[0].endpoint]]
            let next = HAProxyInstance(paths: bench.paths)
            #expect(try await next.start(configuration) == .adopted)
            #expect(try await bench.ask() == "503")
            try await next.withhold([:])
            #expect(try await bench.ask() == "blue")
        }
    }

    @Test func whatIsToldWhileTheRouterIsGoneHoldsWhenItIsBack() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            kill(try await bench.router.counters().processIdentifier, SIGKILL)
            try await eventually("the port is free") { (try? await bench.ask()) == nil }
            await #expect(throws: HAProxyError.self) {
                try await bench.router.withhold([.blue: [bench.blue[0].endpoint]])
            }
            try await bench.router.restore()
            #expect(try await bench.ask() == "503")
        }
    }

    /// As when a first release is taken back: nobody is there whom users could be sent to instead.
    @Test func theOnlySlotGoesOnDraining() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.drain(.blue)
            try await bench.router.withhold([:])
            #expect(try await servers(bench)["s1"]?.hasPrefix("DRAIN") == true)
        }
    }

    @Test func aSlotThatIsBeingDrainedGoesOnDraining() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.giveEverything(to: .green)
            try await bench.router.drain(.blue)
            try await bench.router.withhold([.blue: [bench.blue[0].endpoint]])
            #expect(try await servers(bench)["s1"] == "MAINT")
            try await bench.router.withhold([:])
            #expect(try await servers(bench)["s1"]?.hasPrefix("DRAIN") == true)
        }
    }
}
