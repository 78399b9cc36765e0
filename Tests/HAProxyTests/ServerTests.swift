import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

@Suite struct ServerTests {
    @Test func drainingFinishesWhatIsUnderWay() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            async let held = bench.ask("/hold")
            try await eventually("one under way") { try await bench.router.activeSessions(.blue) == 1 }
            try await bench.router.giveEverything(to: .green)
            try await bench.router.drain(.blue)
            #expect(try await bench.router.counters().slots[.blue]?.servers["s1"]?.status.hasPrefix("DRAIN") == true)
            #expect(try await bench.router.activeSessions(.blue) == 1)
            bench.blue[0].release()
            #expect(try await held == "blue")
            try await eventually("none under way") { try await bench.router.activeSessions(.blue) == 0 }
        }
    }

    /// A release that is taken back while the old version is being drained: by the executor that began it, or by another.
    @Test(arguments: [false, true])
    func aDrainedSlotThatGetsEverythingServesAgain(isTakenUp: Bool) async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.giveEverything(to: .green)
            try await bench.router.drain(.blue)
            let router = isTakenUp ? HAProxyInstance(paths: bench.paths) : bench.router
            try await router.start(bench.configuration)
            try await router.giveEverything(to: .blue)
            #expect(try await bench.ask(times: 10) == ["blue": 10])
            try await router.start(bench.configuration)
            #expect(try await bench.ask() == "blue")
        }
    }

    /// A rollback does not wait for the draining that it overtakes, which must not come after it.
    @Test func drainingThatWasCancelledBeforeItsTurnChangesNothing() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let draining = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await bench.router.drain(.blue)
            }
            await #expect(throws: CancellationError.self) { try await draining.value }
            #expect(try await bench.ask() == "blue")
        }
    }

    @Test func aSlotWithoutInstancesGetsNothing() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setEndpoints(.blue, [])
            #expect(try await bench.router.counters().slots[.blue]?.servers["s1"]?.status == "MAINT")
            #expect(try await bench.ask() == "503")
        }
    }

    @Test func newEndpointsAreUsedAtOnceAndAfterARestart() async throws {
        try await RouterBench.run(instances: 1) { bench in
            var configuration = bench.configuration
            configuration.endpoints = [:]
            try await bench.router.start(configuration)
            #expect(try await bench.ask() == "503")
            try await bench.router.setEndpoints(
                .blue, [Endpoint(address: "localhost", port: bench.blue[0].endpoint.port)])
            #expect(try await bench.ask() == "blue")
            let written = try String(contentsOfFile: bench.paths.configuration, encoding: .utf8)
            #expect(written.contains("server s1 127.0.0.1:\(bench.blue[0].endpoint.port)\n"))
        }
    }

    @Test func moreInstancesThanThereWasRoomForAreReloadedUnderLoad() async throws {
        try await RouterBench.run(instances: 3) { bench in
            var configuration = bench.configuration
            configuration.endpoints = [.blue: [bench.blue[0].endpoint]]
            configuration.instancesPerSlot = 1
            try await bench.router.start(configuration)
            let customers = Customers(port: bench.listen.port)
            try await customers.answers(50)
            let before = try await bench.router.counters().processIdentifier
            for count in 2...3 {
                try await bench.router.setEndpoints(.blue, bench.blue.prefix(count).map(\.endpoint))
                try await customers.answers(100)
            }
            let experience = await customers.stop()
            #expect(experience.failures == [])
            let counters = try await bench.router.counters()
            #expect(counters.processIdentifier != before)
            #expect(counters.slots[.blue]?.servers.count == 3)
            #expect(counters.slots[.blue]?.servers.values.allSatisfy { $0.requests > 0 } == true)
        }
    }

    @Test func addressesThatCannotBeFoundAreNamed() async throws {
        try await RouterBench.run(instances: 1) { bench in
            let nowhere = Endpoint(address: "nowhere.invalid", port: 80)
            try await bench.router.start(bench.configuration)
            let error = await #expect(throws: HAProxyError.self) {
                try await bench.router.setEndpoints(.green, [nowhere])
            }
            #expect(error?.description.contains("nowhere.invalid:80") == true)
            #expect(try await bench.ask() == "blue")
        }
    }

    @Test func logLinesThatNobodyTakesAreCounted() async throws {
        try await RouterBench.run(instances: 1) { bench in
            let unread = try UnreadDatagramSocket(path: bench.paths.logSocket)
            try await bench.router.start(bench.configuration)
            _ = try await bench.ask(times: 1000)
            #expect(try await bench.router.counters().droppedLogs > 0)
            withExtendedLifetime(unread) {}
        }
    }
}
