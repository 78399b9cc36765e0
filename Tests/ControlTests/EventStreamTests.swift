import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    @Test func whatHappensIsToldAsItHappens() async throws {
        let station = try await Station.open()
        let events = try await station.client().events()
        var iterator = events.makeAsyncIterator()
        for index in 0..<5 {
            let records = try await station.happen([stage(index)])
            #expect(try await iterator.next() == records[0])
        }
        try await station.close()
    }

    @Test func catchUpFromAnywhereIsTheJournal() async throws {
        let station = try await Station.open()
        let records = try await station.happen((0..<40).map(stage))
        let client = try await station.client()
        for after in 0...41 {
            let told = try await client.events(after: Int64(after), follow: false).all()
            #expect(told == Array(records.dropFirst(after)))
        }
        try await station.close()
    }

    @Test func eventsInMemoryAreWrittenForWhoMissedThem() async throws {
        let station = try await Station.open()
        let records = try await station.happen([stage(0), stage(1)], later: true)
        #expect(try await station.journal.reader.lastSequence() == 0)
        #expect(try await station.client().events(follow: false).all() == records)
        #expect(await station.executor.flushes == 1)
        #expect(try await station.client().events(follow: false).all() == records)
        #expect(await station.executor.flushes == 1)
        try await station.close()
    }

    @Test func liveEventsNeedNoWriting() async throws {
        let station = try await Station.open()
        var iterator = try await station.client().events().makeAsyncIterator()
        let first = try await station.happen([stage(0)])
        #expect(try await iterator.next() == first[0])
        let flushes = await station.executor.flushes
        let later = try await station.happen([stage(1)], later: true)
        #expect(try await iterator.next() == later[0])
        #expect(await station.executor.flushes == flushes)
        try await station.close()
    }

    @Test func oneRunsEventsEndWithIt() async throws {
        let station = try await Station.open()
        let events = try await station.client().events(run: RunNumber(2))
        let told = Task { try await events.all() }
        var expected: [EventRecord] = []
        for index in 0..<20 {
            try await station.happen([stage(index)], run: 1)
            expected += try await station.happen([stage(index)], run: 2)
        }
        try await station.happen([.run(.finished(result: .succeeded, finding: nil))], run: 1)
        expected += try await station.happen([.run(.finished(result: .failed, finding: nil))], run: 2)
        try await station.happen([stage(99)], run: 1)
        #expect(try await told.value == expected)

        let client = try await station.client()
        #expect(try await client.events(run: RunNumber(2)).all() == expected)
        #expect(
            try await client.events(after: expected[30 / 2].sequence, run: RunNumber(2)).all() == expected.suffix(5))
        let last = try #require(expected.last)
        #expect(try await client.events(after: last.sequence, run: RunNumber(2)).all() == [])
        try await station.close()
    }

    @Test func recordsMayBePublishedInAnyOrder() async throws {
        let station = try await Station.open()
        var iterator = try await station.client().events().makeAsyncIterator()
        let first = try await station.happen([stage(0)])
        #expect(try await iterator.next() == first[0])
        let records = try await station.journal.append((1...4).map(stage), run: RunNumber(1), at: .noon)
        station.server.publish([records[2], records[0]])
        station.server.publish([records[3], records[1], records[1]])
        for record in records { #expect(try await iterator.next() == record) }
        try await station.close()
    }

    @Test func stoppingTellsTheRestFirst() async throws {
        let station = try await Station.open()
        let events = try await station.client().events()
        let records = try await station.happen((0..<2000).map(stage))
        async let stopped: Void = station.server.stop(within: .seconds(20))
        var told: [EventRecord] = []
        await #expect(throws: ControlError.executorStopped) {
            for try await record in events { told.append(record) }
        }
        #expect(told == records)
        await stopped
        try await station.close()
    }

    @Test func crashOfTheExecutorIsNoticed() async throws {
        let station = try await Station.open(limits: ControlLimits(backlog: 4))
        let events = try await station.client().events()
        let waiting = Task { try await events.all() }
        await station.server.stop(within: .zero)
        let error = await #expect(throws: ControlError.self) { try await waiting.value }
        #expect(error == .executorStopped || error == .disconnected(path: station.server.socketPath))
        try await station.close()
    }

    @Test func nothingFollowsUnsubscribing() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        try await station.happen([stage(0)])
        let answer = try await client.ask(request("events.subscribe"))
        #expect(answer == #"{"id":1,"jsonrpc":"2.0","result":{"last":1,"subscription":1}}"#)
        let json = try EventLine.json(try #require(try await station.recorded().first))
        #expect(
            try await client.line()
                == #"{"jsonrpc":"2.0","method":"event","params":{"subscription":1,"event":\#(json)}}"#)
        let unsubscribed = try await client.ask(request("events.unsubscribe", #"{"subscription":1}"#))
        #expect(unsubscribed == #"{"id":1,"jsonrpc":"2.0","result":{"subscription":1}}"#)
        try await station.happen([stage(1)])
        #expect(try await number("id", in: client.ask(request("status", id: 5))) == 5)
        try await station.close()
    }

    @Test func subscriptionsOfOneConnectionAreToldApart() async throws {
        let station = try await Station.open(limits: ControlLimits(subscriptions: 2))
        let client = try await station.raw()
        try await station.happen([stage(0)])
        for expected in 1...5 {
            let answer = try await client.ask(request("events.subscribe", #"{"follow":false}"#))
            #expect(number("subscription", in: answer) == expected)
            #expect(try await number("seq", in: client.line()) == 1)
            let end = #"{"reason":"complete","subscription":\#(expected)}"#
            #expect(try await client.line() == #"{"jsonrpc":"2.0","method":"events.end","params":\#(end)}"#)
        }
        for _ in 0..<2 {
            _ = try await client.ask(request("events.subscribe", #"{"after":1}"#))
        }
        #expect(try await number("code", in: client.ask(request("events.subscribe"))) == 4)
        try await station.close()
    }

    @Test func damagedJournalIsTold() async throws {
        let station = try await Station.open()
        let record = EventRecord(sequence: 5, time: .noon, run: RunNumber(1), event: stage(1))
        station.server.publish([record])
        let events = try await station.client().events()
        let error = await #expect(throws: ControlError.self) { try await events.all() }
        #expect(error?.description.contains("event 5 is not in \(station.state.directory.journal)") == true)
        try await station.close()
    }

    @Test func cancelledReaderLeaves() async throws {
        let station = try await Station.open()
        let events = try await station.client().events()
        let reading = Task { try await events.all() }
        reading.cancel()
        _ = await reading.result
        try await station.close()
    }
}
