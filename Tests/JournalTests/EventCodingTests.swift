import Delivery
import Journal
import Testing

@Suite struct EventCodingTests {
    @Test(arguments: EventKind.allCases)
    func everyKindIsReadAsItWasWritten(kind: EventKind) throws {
        #expect(!kind.samples.isEmpty)
        for event in kind.samples {
            #expect(EventKind(event) == kind)
            let coded = try EventCoding.encode(event)
            #expect(coded.type == "\(kind)")
            #expect(!coded.data.utf8.contains(10))
            #expect(try EventCoding.decode(coded) == event)
        }
    }

    @Test func keysAreSortedAndSlashesPlain() throws {
        let coded = try EventCoding.encode(.step(Sample.step, .finished(result: .failed, report: .words("a/b"))))
        #expect(coded.data == #"{"report":"a/b","result":"failed","step":{"index":1,"stage":"build"}}"#)
    }

    @Test(arguments: [Double.infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 0.1])
    func everyNumberCanBeWritten(evidence: Double) throws {
        let finding = Finding(rule: "errors", value: .words(""), limit: .words(""), evidence: evidence)
        let event = Event.run(.finished(result: .failed, finding: finding))
        #expect(try EventCoding.decode(try EventCoding.encode(event)) == event)
    }

    @Test func notANumberCanBeWritten() throws {
        let finding = Finding(rule: "errors", value: .words(""), limit: .words(""), evidence: .nan)
        let decoded = try EventCoding.decode(EventCoding.encode(.run(.finished(result: .failed, finding: finding))))
        guard case .run(.finished(_, let read?, _)) = decoded else {
            Issue.record("not a finished run: \(decoded)")
            return
        }
        #expect(read.evidence?.isNaN == true)
    }

    @Test func unknownKindIsNamed() {
        #expect(throws: EventCodingError.unknownType("shipSunk")) {
            try EventCoding.decode(CodedEvent(type: "shipSunk", data: "{}"))
        }
    }

    @Test(arguments: ["", "halted\":{},\"x", "halted ", String(repeating: "a", count: 65), "hältst"])
    func kindsThatAreNoNamesAreRefused(type: String) {
        #expect(throws: EventCodingError.unknownType(type)) {
            try EventCoding.decode(CodedEvent(type: type, data: "{}"))
        }
    }

    @Test(arguments: [
        ("", "garbage"), ("{", "garbage"), ("{}", "stageStarted: 'stage' is missing"),
        (#"{"stage":7}"#, "stageStarted.stage: expected String"),
        (String(repeating: "[", count: 100_000), "garbage"),
    ])
    func malformedDataSaysWhatIsWrong(data: String, expected: String) throws {
        let error = #expect(throws: EventCodingError.self) {
            try EventCoding.decode(CodedEvent(type: "stageStarted", data: data))
        }
        guard case .malformed(type: "stageStarted", let reason) = try #require(error) else {
            Issue.record("wrong error: \(String(describing: error))")
            return
        }
        #expect(expected == "garbage" || reason == expected)
    }
}
