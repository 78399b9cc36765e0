import Delivery
import Journal
import SlipwayTesting
import Testing
import Values

@Suite struct EventLineTests {
    private func record(_ event: Event, time: Timestamp = .noon) -> EventRecord {
        EventRecord(sequence: 7, time: time, run: RunNumber(128), event: event)
    }

    @Test(arguments: [
        (
            Event.release("production", .trafficShifted(to: Share(percent: 25), took: .milliseconds(3))),
            #""type":"trafficShifted","data":{"environment":"production","to":2500,"took":3}}"#
        ),
        (.release("staging", .prepared()), #""type":"releasePrepared","data":{"environment":"staging"}}"#),
        (.run(.finished(result: .rolledBack, finding: nil)), #""type":"runFinished","data":{"result":"rolledBack"}}"#),
        (
            .release("p", .halted(by: Actor(name: "ana"), reason: .words("a \"b\"\nc"))),
            #""type":"halted","data":{"by":{"groups":[],"name":"ana"},"environment":"p","reason":"a \"b\"\nc"}}"#
        ),
        (
            .release("p", .rollbackStarted(cause: .noData(requests: 1, needed: 2))),
            #""type":"rollbackStarted","data":{"cause":{"kind":"noData","needed":2,"requests":1},"environment":"p"}}"#
        ),
    ])
    func linesStayAsDocumented(event: Event, expected: String) throws {
        let line = try EventLine.json(record(event))
        #expect(line == #"{"seq":7,"time":"2026-11-21T12:03:49.123Z","run":128,"# + expected)
    }

    @Test(arguments: EventKind.allCases)
    func everyKindIsOneLineAndReadBack(kind: EventKind) throws {
        for event in kind.samples {
            let line = try EventLine.json(record(event))
            #expect(!line.utf8.contains(10))
            #expect(try EventLine.record(line) == record(event))
        }
    }

    @Test func membersMayComeInAnyOrder() throws {
        let line = """
            { "data": {"to": 2500, "environment": "p"}, "run": 128, "type": "trafficShifting", "more": 1,
              "time": "2026-11-21T12:03:49.123Z", "seq": 7 }
            """
        #expect(try EventLine.record(line) == record(.release("p", .trafficShifting(to: Share(percent: 25)))))
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"seq":1}"#,
        #"{"seq":1,"time":"yesterday","run":1,"type":"retried","data":{"environment":"p"}}"#,
        #"{"seq":1.5,"time":"2026-11-21T12:03:49.123Z","run":1,"type":"retried","data":{"environment":"p"}}"#,
        #"{"seq":1,"time":"2026-11-21T12:03:49.123Z","run":1,"type":"retried","data":null}"#,
        #"{"seq":1,"time":"2026-11-21T12:03:49.123Z","run":1,"type":"retried","data":{"environment":"p"}}}"#,
    ])
    func linesThatAreNoEventsAreRefused(line: String) {
        #expect(throws: EventCodingError.self) { try EventLine.record(line) }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_001, "2000-02-29T00:00:00.001Z"),
        (1_795_262_629_999, "2026-11-21T12:03:49.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func timesAreExactToTheMillisecond(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
        #expect(Timestamp(iso8601: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: ["", "2026", "2026-02-30T00:00:00.000Z", "2026-11-21T12:03:49.123Zx", "2026-11-21 12:03:49.123"])
    func otherTimesAreRefused(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: [Int64.min, .max])
    func absurdTimesDoNoHarm(milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601.hasSuffix("Z"))
    }
}
