import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing

@testable import Control

/// However many are told of an event, its public form is made once, and is there once.
struct OutgoingEventTests {
    private static let record = EventRecord(sequence: 7, time: .noon, run: RunNumber(1), event: stage(1))

    @Test func publicFormIsMadeOnce() throws {
        let event = OutgoingEvent(Self.record)
        let (first, second) = (try event.json(), try event.json())
        #expect(String(decoding: first, as: UTF8.self) == (try EventLine.json(Self.record)))
        let places = [first, second].map { data in data.withUnsafeBytes { $0.baseAddress } }
        #expect(places[0] == places[1])
    }

    @Test func allSubscribersShareIt() throws {
        let live = LiveEvents(capacity: 4)
        let buffers = (0..<3).map { _ in live.attach().buffer }
        live.publish([Self.record])
        let events = buffers.map { $0.take().events }
        #expect(events.allSatisfy { $0.count == 1 && $0.first === events[0].first })
    }

    @Test func whoFallsBehindKeepsNoMoreThanTheBacklog() {
        let live = LiveEvents(capacity: 4)
        let buffer = live.attach().buffer
        for sequence in 1...10 as ClosedRange<Int64> {
            live.publish([EventRecord(sequence: sequence, time: .noon, run: nil, event: stage(1))])
        }
        #expect(buffer.take().events.map(\.record.sequence) == [7, 8, 9, 10])
    }
}
