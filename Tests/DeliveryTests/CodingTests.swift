import Delivery
import Foundation
import Testing
import Values

@Suite struct CodingTests {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func readBack<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test func unitsAreWrittenAsPlainValues() throws {
        #expect(try json([Share.five]) == "[500]")
        #expect(try json([ByteCount(bytes: 7)]) == "[7]")
        #expect(try json([Timestamp(milliseconds: 9)]) == "[9]")
        #expect(try json([RunNumber(3)]) == "[3]")
        #expect(try json([EnvironmentName("production")]) == #"["production"]"#)
        #expect(try json(Artifact.new).contains(#""digest":"bbbb"#))
    }

    @Test func durationsAreWrittenInMilliseconds() throws {
        let bake = Bake(duration: .seconds(60), requests: 500, limit: .seconds(600))
        #expect(try json(bake) == #"{"duration":60000,"limit":600000,"requests":500}"#)
        #expect(try readBack(bake) == bake)
        #expect(try readBack(ApprovalRule()) == ApprovalRule())
    }

    /// Before there was a time for draining, requests had as long as their instance had to stop.
    @Test func aServiceThatWasRecordedWithoutATimeForDrainingGoesOnAsItBegan() throws {
        let recorded = #"{"start":"./server","stopWithin":3000,"startWithin":30000,"instances":2}"#
        let service = try JSONDecoder().decode(Service.self, from: Data(recorded.utf8))
        #expect(service.drainWithin == .seconds(3))
        let fresh = Service(start: "./server", drainWithin: .seconds(90), stopWithin: .seconds(3))
        #expect(try readBack(fresh) == fresh)
    }

    @Test func aBakeThatWasRecordedWithoutRequestsIsReadAsItWas() throws {
        let recorded = #"{"duration":60000,"limit":600000,"requests":0}"#
        #expect(try JSONDecoder().decode(Bake.self, from: Data(recorded.utf8)).requests == 0)
    }

    @Test func namesAreKeysOfObjects() throws {
        #expect(try json(Bench.pipeline()).contains(#""environments":{"production":{"#))
        #expect(try readBack(Bench.pipeline()) == Bench.pipeline())
    }

    @Test(arguments: [#"["ab"]"#, #"[12]"#])
    func whatIsNoDigestIsRefused(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Digest].self, from: Data(text.utf8)) }
    }

    @Test func sharesOutOfRangeAreBroughtBack() throws {
        #expect(try JSONDecoder().decode([Share].self, from: Data("[20000,-3]".utf8)) == [.all, Share.none])
    }

    @Test func statesAreReadBackExactly() throws {
        var bench = try Bench.baking()
        try bench.serve(500, bad: 3)
        #expect(try readBack(bench.state) == bench.state)
        #expect(try readBack(bench.ledger) == bench.ledger)
    }
}
