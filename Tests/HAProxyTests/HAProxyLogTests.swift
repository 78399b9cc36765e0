import Delivery
import Foundation
import Judge
import SlipwayTesting
import Telemetry
import Testing
import HAProxy
import Values

/// What a real HAProxy writes is what is read.
@Suite struct HAProxyLogTests {
    private func run(_ body: (RouterBench, Log) async throws -> Void) async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let receiver = try RequestLogReceiver(path: bench.paths.logSocket)
            defer { receiver.close() }
            let hour = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + .seconds(3600)
            try await body(bench, Log(receiver: receiver, lease: hour))
        }
    }

    private final class Log {
        let receiver: RequestLogReceiver
        let lease: Timestamp
        var tally = RequestTally()

        init(receiver: RequestLogReceiver, lease: Timestamp) {
            self.receiver = receiver
            self.lease = lease
        }

        /// Waits until that many datagrams have come.
        func received(_ count: Int) async throws {
            try await eventually("\(count) datagrams") {
                tally.merge(receiver.drain())
                return tally.received - tally.notices >= count
            }
        }
    }

    @Test func requestsAndErrorsOfBothSides() async throws {
        try await run { bench, log in
            _ = try await bench.ask("/a")
            try await bench.router.setSplit(candidate: .all, lease: log.lease)
            _ = try await bench.ask("/status/404")
            _ = try await bench.ask("/status/500?secret=1")
            try await log.received(3)
            let stable = try #require(log.tally.splits[Share.none]?.blue)
            let candidate = try #require(log.tally.splits[.all]?.green)
            #expect(stable.requests == 1 && stable.errors == 0)
            #expect(candidate.requests == 2 && candidate.errors == 1)
            let latency = try #require(stable.latency.quantile(0.5))
            #expect(latency > .zero && latency < .seconds(5))
            let bad = try #require(candidate.firstBad)
            #expect(bad.status == 500 && bad.slot == .green && bad.server == "s1")
            #expect(bad.method == "GET" && bad.path == "/status/500")
            #expect(log.tally.malformed == 0)
        }
    }

    @Test func anInstanceThatRefusesIsAnError() async throws {
        try await run { bench, log in
            await bench.blue[0].stop()
            #expect(try await bench.ask() == "503")
            try await bench.router.setEndpoints(.blue, [])
            #expect(try await bench.ask() == "503")
            try await log.received(2)
            #expect(log.tally.total.blue.errors == 2)
            #expect(log.tally.total.blue.firstBad?.termination.description == "SC")
        }
    }

    @Test func aClientThatLeavesOrTalksNonsenseIsNoError() async throws {
        try await run { bench, log in
            try await bench.hangUp(after: "GARBAGE\u{1}\r\n\r\n")
            try await bench.hangUp(after: "GET /half HTTP/1.1\r\n")
            try await log.received(2)
            #expect(log.tally.unattributed == 2)
            #expect(log.tally.splits.isEmpty)
            #expect(log.tally.malformed == 0)
        }
    }

    @Test func pathsCannotForgeFields() async throws {
        try await run { bench, log in
            _ = try await bench.ask("/status/500/%20-%20candidate\u{7F}|\"]\\x" + String(repeating: "y", count: 500))
            _ = try await bench.ask("/status/500")
            try await log.received(2)
            #expect(log.tally.malformed == 0)
            #expect(log.tally.total.blue.requests + log.tally.unattributed == 2)
            #expect(log.tally.total.green.requests == 0)
        }
    }

    @Test func whatIsMissingIsWhatHAProxyDropped() async throws {
        try await run { bench, log in
            _ = try await bench.ask(times: 3000)
            let dropped = try await bench.router.counters().droppedLogs
            try await log.received(3000 - dropped)
            #expect(log.tally.total.blue.requests == 3000 - dropped)
            let counters = try await bench.router.counters()
            #expect(counters.slots[.blue]?.total.requests == 3000)
        }
    }
}
