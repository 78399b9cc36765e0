import Control
import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Lines that are no proper requests get an answer that says why, and the connection goes on.
@Suite(.timeLimit(.minutes(1))) struct HostileInputTests {
    private static let notJSON = [
        "garbage", "{", #"{"jsonrpc":"2.0""#, "\u{0}", "nul", "{]", #"{"a":1,,}"#, "}", "\"",
        String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 50_000), "// comment", "'x'",
    ]

    private static let noRequest = [
        "[]", "1", "\"x\"", "null", "true", "{}", "[" + request("status") + "]", #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"1.0","id":1,"method":"status"}"#, #"{"jsonrpc":2.0,"id":1,"method":"status"}"#,
        #"{"id":1,"method":"status"}"#, #"{"jsonrpc":"2.0","id":null,"method":"status"}"#,
        #"{"jsonrpc":"2.0","id":1.5,"method":"status"}"#, #"{"jsonrpc":"2.0","id":[1],"method":"status"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","id":1,"method":"status","extra":1}"#,
        #"{"jsonrpc":"2.0","id":99999999999999999999,"method":"status"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"hello","method":"status"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"status","m\u0065thod":"status"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"run.command","params":{"id":"x","command":"halt","command":"cancel"}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"status","params":{"a":[{"b":1},{"b":1,"\"":2,"b":3}]}}"#,
        #"{"jsonrpc":"2.0","id":"\#(String(repeating: "i", count: 257))","method":"status"}"#,
    ]

    private static let badParameters = [
        request("hello"), request("hello", #"{"protocol":"1"}"#), request("hello", #"{"protocol":0}"#),
        request("hello", #"{"protocol":1.5}"#), request("hello", #"{"protocol":1,"x":1}"#), request("hello", "[1]"),
        request("hello", "null"), request("hello", "1"), request("status", #"{"x":1}"#),
        request("run.command", #"{"id":"x"}"#), request("run.command", #"{"command":"halt"}"#),
        request("run.command", #"{"id":"","command":"halt"}"#),
        request("run.command", #"{"id":"\#(String(repeating: "x", count: 65))","command":"halt"}"#),
        request("run.command", #"{"id":"a\u0007","command":"halt"}"#),
        request("run.command", #"{"id":"x","command":"explode"}"#),
        request("run.command", #"{"id":"x","command":"halt","run":"1"}"#),
        request("run.command", #"{"id":"x","command":"halt","by":"root"}"#),
        request("run.command", #"{"id":"x","command":"halt","reason":"\#(String(repeating: "r", count: 4097))"}"#),
        request("run.command", #"{"id":"x","command":"approve","run":1,"seen":"all of it"}"#),
        request("run.command", #"{"id":"x","command":"approve","run":1,"seen":{"digset":"b"}}"#),
        request("run.command", #"{"id":"x","command":"approve","run":1,"seen":{"digest":"b"}}"#),
        request("events.subscribe", #"{"after":-1}"#), request("events.subscribe", #"{"after":1e30}"#),
        request("events.subscribe", #"{"follow":"yes"}"#), request("events.subscribe", #"{"folow":true}"#),
        request("events.unsubscribe"), request("events.unsubscribe", #"{"subscription":1}"#),
    ]

    private func expect(_ code: Int, for lines: [String]) async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        for line in lines {
            let answer = try await client.ask(line)
            #expect(number("code", in: answer) == code, "\(line.prefix(120)) → \(answer ?? "the end")")
        }
        #expect(try await number("id", in: client.ask(request("status", id: 42))) == 42)
        #expect(await station.executor.orders == [])
        try await station.close()
    }

    @Test func whatIsNotJSONIsAParseError() async throws { try await expect(-32700, for: Self.notJSON) }

    @Test func whatIsNoRequestIsInvalid() async throws { try await expect(-32600, for: Self.noRequest) }

    @Test func wrongParametersAreNamed() async throws { try await expect(-32602, for: Self.badParameters) }

    @Test func unknownMethodsAreUnknown() async throws {
        let long = String(repeating: "m", count: 100_000)
        try await expect(-32601, for: ["", "Hello", "rpc.x", "events.subscribe ", long].map { request($0) })
    }

    @Test func answersKeepTheIDWhereThereIsOne() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        #expect(
            try await client.ask(#"{"jsonrpc":"2.0","id":"q","method":"status","extra":1}"#)
                == #"{"error":{"code":-32600,"message":"'extra' is no part of a request"},"id":"q","jsonrpc":"2.0"}"#)
        #expect(try await client.ask("oops")?.contains(#""id":null"#) == true)
        #expect(try await client.ask("[]")?.contains("batches are not supported") == true)
        #expect(
            try await client.ask(request("events.subscribe", #"{"folow":true}"#))?
                .contains("there is no parameter 'folow'; the method has after, follow, run") == true)
        try await station.close()
    }

    @Test func bytesThatAreNotTextDoNoHarm() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        for bytes: [UInt8] in [[0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0x22, 0xC0, 0x80, 0x22], Array(0x80...0xFF)] {
            try await client.send(bytes: bytes + [0x0A])
            let answer = try await client.line()
            #expect([-32700, -32600].contains(number("code", in: answer)), "\(answer ?? "the end")")
        }
        var text = Array(request("status").utf8)
        text[text.count - 4] = 0xFF
        try await client.send(bytes: text + [0x0A])
        #expect(try await number("code", in: client.line()) == -32700)
        try await station.close()
    }

    /// More than the socket holds: whoever writes on must read the answers meanwhile.
    @Test func mutatedRequestsAreAnsweredOrIgnored() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        async let sending: Void = {
            var random = SplitMix64(seed: 7)
            for _ in 0..<2000 { try await client.send(bytes: Self.mutatedRequest(&random) + [0x0A]) }
            try await client.send(request("status", id: 4242) + "\n")
        }()
        var isAnswered = false
        while !isAnswered, let line = try await client.line() {
            isAnswered = number("id", in: line) == 4242 && line.contains("result")
        }
        #expect(isAnswered)
        try await sending
        try await station.close()
    }

    private static func mutatedRequest(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array(request("events.unsubscribe", #"{"subscription":12}"#, id: 3).utf8)
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
            }
        }
        return bytes.filter { $0 != 0x0A }
    }
}
