import CDEvents
import Delivery
import Foundation
import Journal
import Sinks
import SlipwayTesting
import Synchronization
import Testing
import Values

@Suite("Webhooks in trouble", .timeLimit(.minutes(1)))
struct SinkTroubleTests {
    @Test func passingTroubleIsTriedAgainUntilItPasses() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let bad = [500, 503, 408, 425, 429, 302, 599]
            bench.receiver.answer(
                .status(500), .status(503), .status(408), .status(425), .status(429),
                .status(302, headers: ["Location": bench.receiver.address]), .status(599))
            let pauses = Pauses()
            try await bench.sink(pauses: pauses).run(wakingOn: noMoreNews)
            #expect(bench.receiver.deliveries.prefix(bad.count).map(\.status) == bad)
            #expect(Set(bench.receiver.deliveries.prefix(bad.count + 1).map(\.id)).count == 1)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
            // Half of 1, 2, 4, … seconds, for the chance is none.
            #expect(pauses.all == [500, 1000, 2000, 4000, 8000, 16_000, 32_000].map { .milliseconds($0) })
        }
    }

    @Test func aReceiverThatWasAwayHearsEverythingInOrder() async throws {
        try await SinkBench.with(Runs.story("succeeded")) { bench in
            await bench.receiver.stop()
            let pauses = Pauses { if $0 == 4 { try await bench.receiver.start() } }
            try await bench.sink(pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all.count == 4)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
        }
    }

    @Test func whatIsRefusedForGoodIsSetAsideAndTheRestGoesOn() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.status(204), .status(400), .status(410))
            let reports = Mutex<[SinkReport]>([])
            try await bench.sink { report in reports.withLock { $0.append(report) } }.run(wakingOn: noMoreNews)
            let ids = bench.expected.map(\.id)
            #expect(bench.receiver.taken == [ids[0]] + Array(ids[3...]))
            #expect(bench.receiver.deliveries.count == ids.count)
            let letters = try bench.deadLetters()
            #expect(letters.map { $0["event"]?["id"]?.string } == [ids[1], ids[2]])
            #expect(letters.map { $0["reason"]?.string } == ["the answer is 400", "the answer is 410"])
            #expect(letters.first?["time"]?.string == "1994-11-06T08:49:37.000Z")
            #expect(reports.withLock { $0[1] } == .setAside(id: ids[1], reason: "the answer is 400"))
        }
    }

    @Test(arguments: [
        ("7", Duration.seconds(7)), ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)), ("0", .milliseconds(500)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", .milliseconds(500)), ("soon", .milliseconds(500)),
        ("99999999999999999999", .seconds(3600)), ("-5", .milliseconds(500)),
        (String(repeating: "9", count: 60_000), .milliseconds(500)),
    ])
    func aReceiverSaysWhenItWantsToBeAskedAgain(_ header: String, _ pause: Duration) async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.status(503, headers: ["Retry-After": header]))
            let pauses = Pauses()
            try await bench.sink(pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all == [pause])
        }
    }

    @Test func pausesGrowToALimitWithChanceInThem() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            await bench.receiver.stop()
            let pauses = Pauses { if $0 == 80 { try await bench.receiver.start() } }
            try await bench.sink(pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all.max() == .seconds(150))
            #expect(pauses.all == pauses.all.sorted())
        }
    }

    @Test func aReceiverThatNeverAnswersIsLeftWaiting() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.none)
            let pauses = Pauses()
            try await bench.sink(timeout: .seconds(2), pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all.count == 1)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
        }
    }

    @Test func anAnswerWithoutEndIsCutOffAndItsStatusCounts() async throws {
        // curl before 8.4 takes the whole time for each.
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.endless(200), .endless(500), .endless(400))
            let pauses = Pauses()
            try await bench.sink(timeout: .seconds(3), pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all.count == 1)
            #expect(bench.receiver.deliveries.prefix(4).map(\.status) == [200, 500, 400, 204])
            #expect(try bench.deadLetters().count == 1)
        }
    }

    /// However a sink ends, at whichever event: the next one goes on from there, and nothing is missing.
    @Test func aCrashLosesNothingAndKeepsTheOrder() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            for count in 1...bench.expected.count {
                let (reports, reporter) = AsyncStream.makeStream(of: SinkReport.self)
                let sink = try bench.sink { reporter.yield($0) }
                try? FileManager.default.removeItem(at: bench.cursorFile)
                let before = bench.receiver.deliveries.count
                let running = Task { try await sink.run(wakingOn: AsyncStream<Void> { _ in }) }
                var heard = 0
                for await _ in reports {
                    heard += 1
                    if heard == count { break }
                }
                running.cancel()
                _ = await running.result
                try await bench.sink().run(wakingOn: noMoreNews)
                let taken = Array(bench.receiver.taken[before...])
                var repeated: Set<String> = []
                #expect(taken.filter { repeated.insert($0).inserted } == bench.expected.map(\.id))
                #expect(taken.count <= bench.expected.count + 1)
            }
        }
    }

    /// The event was taken, and the power went before that was written down.
    @Test func whatIsNotWrittenDownIsToldAgainWithTheSameId() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.status(204), .status(204), then: .none)
            let (reports, reporter) = AsyncStream.makeStream(of: SinkReport.self)
            let sink = try bench.sink(timeout: .seconds(60)) { reporter.yield($0) }
            let running = Task { try await sink.run(wakingOn: noMoreNews) }
            try await eventually("the third event is on its way") { bench.receiver.deliveries.count == 3 }
            running.cancel()
            _ = await running.result
            reporter.finish()
            bench.receiver.answer()
            try await bench.sink().run(wakingOn: noMoreNews)
            let ids = bench.expected.map(\.id)
            #expect(bench.receiver.deliveries.compactMap(\.id) == Array(ids[...2]) + Array(ids[2...]))
            #expect(await reports.reduce(into: 0) { count, _ in count += 1 } == 2)
        }
    }

    @Test func aJournalThatBeganAnewIsToldFromItsBeginning() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let sink = try bench.sink()
            try await sink.run(wakingOn: noMoreNews)
            try Data(#"{"sequence":100000}"#.utf8).write(to: bench.cursorFile)
            try await sink.run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id) + bench.expected.map(\.id))
        }
    }

    @Test(arguments: ["", "{", #"{"sequence":-1}"#, #"{"sequence":"1"}"#, String(repeating: " ", count: 9999)])
    func aCursorThatSaysNothingIsNotTakenForANewSink(_ text: String) async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let sink = try bench.sink(start: .end)
            try await sink.run(wakingOn: noMoreNews)
            try Data(text.utf8).write(to: bench.cursorFile)
            await #expect(throws: SinkError.unreadableCursor(path: bench.cursorFile.path)) {
                try await sink.run(wakingOn: noMoreNews)
            }
        }
    }
}

@Suite("How webhooks are set up")
struct WebhookConfigurationTests {
    @Test(arguments: [
        "", "hub", "ftp://hub.example.org", "http://", "https://ana:pw@hub.example.org/", "http://a b/",
        "file:///etc/x",
    ])
    func anAddressIsAWebAddressWithoutSecrets(_ address: String) throws {
        #expect(throws: SinkError.self) { try WebhookConfiguration(name: "hub", address: address) }
    }

    @Test(arguments: ["", "../hub", "a/b", ".hub", "hüb", String(repeating: "a", count: 65)])
    func aNameIsOneOfAFile(_ name: String) throws {
        #expect(throws: SinkError.badName(name)) {
            try WebhookConfiguration(name: name, address: "https://hub.example.org")
        }
    }
}
