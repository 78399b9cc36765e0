import Delivery
import HAProxy
import Telemetry
import Testing
import Values

@Suite struct RequestLogLineTests {
    private static let good =
        "slipway1 1795230973141 1795230973141613 green s1 200 1415 2 1 0 0 -- 2500 1 candidate GET %2Fa%22b%7Cc\n"

    private func parse(_ text: String) -> RequestLogLine? { RequestLogLine(datagram: Array(text.utf8)) }

    /// The good line with one field changed, counted from 0.
    private func parse(field: Int, _ value: String) -> RequestLogLine? {
        var fields = Self.good.dropLast().split(separator: " ").map(String.init)
        fields[field] = value
        return parse(fields.joined(separator: " ") + "\n")
    }

    @Test func everyFieldIsRead() throws {
        let line = try #require(parse(Self.good))
        #expect(line.time == Timestamp(milliseconds: 1_795_230_973_141))
        #expect(line.slot == .green)
        #expect(line.server == "s1")
        #expect(line.status == 200)
        #expect(line.latency == .microseconds(1415))
        #expect(line.termination == .normal)
        #expect(line.split == Share(percent: 25))
        #expect(line.isLeaseLive)
        #expect(line.method == "GET")
        #expect(line.path == "/a\"b|c")
    }

    @Test func whatHAProxyRefusedItselfHasNoSide() throws {
        let line = try #require(parse("slipway1 1795230979486 - traffic <NOSRV> 400 - 0 -1 -1 0 PR - - - - -\n"))
        #expect(line.slot == nil)
        #expect(line.server == nil)
        #expect(line.latency == nil)
        #expect(line.time == Timestamp(milliseconds: 1_795_230_979_486))
    }

    @Test func withoutALeaseNoShareIsInForce() {
        #expect(parse(field: 13, "0")?.effectiveSplit == Share.none)
        #expect(parse(field: 13, "1")?.effectiveSplit == Share(percent: 25))
    }

    @Test(arguments: [
        ("--", 200, RequestOutcome.succeeded), ("--", 404, .succeeded), ("--", 500, .failed), ("--", 101, .succeeded),
        ("SC", 503, .failed), ("sH", 504, .failed), ("SD", 200, .failed), ("sD", 200, .failed), ("PH", 502, .failed),
        ("CC", 503, .abandoned), ("CH", -1, .abandoned), ("cD", 200, .abandoned), ("CD", 200, .abandoned),
        ("CD", 500, .failed), ("CL", 502, .failed), ("--", -1, .failed), ("RC", 503, .failed),
    ])
    func outcomes(_ termination: String, _ status: Int, _ expected: RequestOutcome) throws {
        var fields = Self.good.dropLast().split(separator: " ").map(String.init)
        fields[5] = String(status)
        fields[11] = termination
        #expect(parse(fields.joined(separator: " "))?.outcome == expected)
    }

    @Test(arguments: [
        (0, "slipway2"), (1, "x"), (1, "-1"), (1, "99999999999999999999"), (2, "9223372036854775807"), (5, "1000"),
        (5, "-2"), (6, "1e3"), (7, "-2"), (10, "++1"), (10, "-1"), (11, "-"), (11, "---"), (11, "\u{1}\u{2}"),
        (12, "10001"), (12, "-5"), (13, "2"), (14, "both"), (16, "a b"), (3, ""), (16, ""),
        (4, String(repeating: "s", count: 65)),
    ])
    func wrongFieldsAreRefused(_ field: Int, _ value: String) {
        #expect(parse(field: field, value) == nil)
    }

    @Test func aTruncationIsRefusedOrShortensOnlyThePath() {
        let bytes = Array(Self.good.dropLast().utf8)
        for length in 0..<bytes.count {
            guard let line = RequestLogLine(datagram: bytes.prefix(length)) else { continue }
            #expect(length > bytes.count - "%2Fa%22b%7Cc".utf8.count)
            #expect(line.method == "GET" && line.status == 200)
        }
    }

    /// Any byte anywhere: nothing traps, and what is accepted keeps its bounds.
    @Test func everyMutationIsSurvived() {
        let bytes = Array(Self.good.utf8)
        for position in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var mutated = bytes
                mutated[position] = byte
                guard let line = RequestLogLine(datagram: mutated) else { continue }
                #expect(line.path.utf8.count <= 1024)
                _ = (line.outcome, line.effectiveSplit, line.server, line.method)
            }
        }
    }

    @Test func nothingFromAClientSteersATerminal() {
        let replaced = "\u{FFFD}"
        let path = parse(field: 16, "%1B%5B2J%0A%E2%80%AE%C2%9B%FFx%2")?.path
        #expect(path == "\(replaced)[2J\(replaced)\(replaced)\(replaced)\(replaced)x%2")
        #expect(parse(field: 15, "\u{1B}")?.method == "\u{FFFD}")
    }

    @Test func longerDatagramsThanHAProxysAreRefused() {
        let long = Self.good.dropLast() + String(repeating: "a", count: 1024)
        #expect(parse(String(long)) == nil)
        #expect(parse(Self.good.dropLast() + String(repeating: "a", count: 800)) != nil)
    }
}
