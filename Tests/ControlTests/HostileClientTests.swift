import Delivery
import FlyingSocks
import Foundation
import SlipwayTesting
import Testing
import Posix
import Values

@testable import Control

/// Clients that misbehave hurt neither the executor nor anyone else.
@Suite(.timeLimit(.minutes(1))) struct HostileClientTests {
    @Test func clientThatNeverReadsHoldsUpNobody() async throws {
        let station = try await Station.open(limits: ControlLimits(backlog: 16))
        let frozen = try await station.raw()
        try await frozen.send(request("events.subscribe") + "\n")
        let events = try await station.client().events()
        let reading = Task { try await events.first(20_000) }
        var records: [EventRecord] = []
        for index in 0..<200 { records += try await station.happen((0..<100).map { stage(index * 100 + $0) }) }
        #expect(try await reading.value == records)
        #expect(try await station.client().order(.halt) == 20_001)

        // It wakes up, and finds everything in order.
        _ = try await frozen.line()
        for record in records { #expect(try await number("seq", in: frozen.line()) == Int(record.sequence)) }
        try await station.close()
    }

    /// They ask for everything, read nothing, and go: orders come through, and what they had is free again.
    @Test func manyWhoSubscribeAndGoAreGone() async throws {
        let station = try await Station.open(limits: ControlLimits(connections: 24))
        for index in 0..<20 { _ = try await station.happen((0..<100).map { stage(index * 100 + $0) }) }
        let subscriptions = String(repeating: request("events.subscribe") + "\n", count: 100)
        for _ in 0..<3 {
            var flood: [RawClient] = []
            for _ in 0..<8 { flood.append(try await station.raw()) }
            for client in flood { try await client.send(subscriptions) }
            try await eventually("no more may subscribe") {
                let late = try await station.raw()
                defer { late.vanish() }
                return try await late.ask(request("events.subscribe"))?.contains("tells as many as it may") == true
            }
            _ = try await station.client().order(.halt)
            for client in flood { client.vanish() }
            try await eventually("there is room again") {
                let late = try await station.raw()
                defer { late.vanish() }
                return try await number("subscription", in: late.ask(request("events.subscribe"))) == 1
            }
        }
        try await station.close()
    }

    @Test func clientThatOnlyAsksIsReadNoFurther() async throws {
        let station = try await Station.open()
        let flood = try await station.raw()
        let asking = Task {
            while true { try await flood.send(String(repeating: request("status") + "\n", count: 100)) }
        }
        for _ in 0..<20 { _ = try await station.client().status() }
        // Both directions are full now, or will be; the server ends all the same.
        await station.server.stop(within: .milliseconds(100))
        _ = await asking.result
        try await station.close()
    }

    @Test func lineThatNeverEndsIsCutOff() async throws {
        let station = try await Station.open(limits: ControlLimits(line: 4096))
        let client = try await station.raw()
        let sending = Task { while true { try await client.send(String(repeating: "x", count: 1000)) } }
        let answer = try await client.line()
        #expect(number("code", in: answer) == -32600)
        #expect(answer?.contains("a line is longer than 4096 bytes") == true)
        #expect(await sending.result.isFailure)
        _ = try await station.client().status()
        try await station.close()
    }

    @Test func longestLineIsStillTaken() async throws {
        let station = try await Station.open(limits: ControlLimits(line: 4096))
        let client = try await station.raw()
        let padded = request("status") + String(repeating: " ", count: 4096 - request("status").utf8.count)
        #expect(try await number("id", in: client.ask(padded)) == 1)
        #expect(try await number("code", in: client.ask(padded + " ")) == -32600)
        #expect(try await client.line() == nil)
        try await station.close()
    }

    @Test func halfALineIsNoOrder() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        try await client.send(request("run.command", #"{"id":"x","command":"approve"}"#))
        client.vanish()
        _ = try await station.client().status()
        try await station.close()
        #expect(await station.executor.orders == [])
    }

    @Test func pipedInputIsAnsweredToItsEnd() async throws {
        let station = try await Station.open()
        let records = try await station.happen((0..<3000).map(stage))
        let path = station.server.socketPath
        let text = try await Offloaded.run { () throws(SocketError) in
            try PipedInput.answer(to: request("events.subscribe", #"{"follow":false}"#) + "\n", from: path)
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count == records.count + 2)
        #expect(lines.last?.contains(#""reason":"complete""#) == true)
        try await station.close()
    }

    @Test func clientsThatVanishAreForgotten() async throws {
        let station = try await Station.open(limits: ControlLimits(connections: 4))
        for index in 0..<50 {
            let client = try await station.raw()
            _ = try await client.ask(request("events.subscribe"))
            client.vanish()
            try await station.happen([stage(index)])
            try await eventually { (try? await station.client()) != nil }
        }
        try await station.close()
    }

    @Test func idleConnectionsGiveWay() async throws {
        let station = try await Station.open(limits: ControlLimits(connections: 4))
        let idle = try await station.raw()
        var more: [RawClient] = []
        for _ in 0..<20 { more.append(try await station.raw()) }
        #expect(try await idle.line() == nil)
        #expect(try await station.client().status().environments == [])
        try await station.close()
    }

    @Test func workingConnectionsAreKept() async throws {
        let station = try await Station.open(limits: ControlLimits(connections: 3))
        var working: [RawClient] = []
        for _ in 0..<3 {
            let client = try await station.raw()
            _ = try await client.ask(request("status"))
            working.append(client)
        }
        let turnedAway = try await station.raw()
        #expect(try await number("code", in: turnedAway.line()) == 4)
        #expect(try await turnedAway.line() == nil)
        let error = await #expect(throws: ControlError.self) { try await station.client() }
        #expect(error?.description.contains("as many connections as it may have") == true)
        for client in working { #expect(try await number("id", in: client.ask(request("status"))) == 1) }
        try await station.close()
    }

    @Test func stormOfConnectionsPasses() async throws {
        let station = try await Station.open(limits: ControlLimits(connections: 32))
        var held: [RawClient] = []
        for _ in 0..<400 {
            if let client = try? await station.raw() { held.append(client) }
        }
        try await eventually { (try? await station.client().status()) != nil }
        #expect(held.count == 400)
        try await station.close()
    }
}

extension Result {
    var isFailure: Bool { if case .failure = self { true } else { false } }
}

/// Looks again until it is so.
func eventually(within limit: Duration = .seconds(10), _ condition: () async -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not happen within \(limit)")
}
