import CDEvents
import Cryptography
import Delivery
import Foundation
import Journal
import Sinks
import SlipwayTesting
import StateDirectory
import Synchronization
import Testing

@Suite("Webhooks", .timeLimit(.minutes(1)))
struct WebhookSinkTests {
    @Test func everythingIsToldOnceAndInOrder() async throws {
        try await SinkBench.with(Runs.story("rolled back")) { bench in
            try await bench.sink().run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
            #expect(bench.expected.count > 20)
            let first = try #require(bench.receiver.deliveries.first)
            #expect(String(decoding: first.body, as: UTF8.self) == (try bench.expected[0].json()))
            #expect(first.headers["content-type"] == "application/cloudevents+json; charset=UTF-8")
            #expect(first.headers["user-agent"] == "slipway")
            #expect(first.headers["x-slipway-signature-256"] == nil)
            try await bench.sink().run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken.count == bench.expected.count)
        }
    }

    @Test func aNewSinkBeginsWithWhatHappensFromNowOn() async throws {
        let records = try Runs.story("rolled back").filter {
            if case .release(_, .trafficSampled) = $0.event { false } else { true }
        }
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let receiver = try Receiver()
        try await receiver.start()
        let state = StateDirectory(path: folder.path)
        let journal = try await Journal.open(in: state)
        func append(_ records: ArraySlice<EventRecord>) async throws {
            for record in records { try await journal.append([record.event], run: record.run, at: record.time) }
        }
        let sink = WebhookSink(
            try WebhookConfiguration(name: "hub", address: receiver.address),
            format: EventTranslator(source: try #require(source)), reader: journal.reader, in: state)
        try await append(records[..<20])
        try await sink.run(wakingOn: noMoreNews)
        #expect(receiver.deliveries.isEmpty)
        try await append(records[20...])
        try await sink.run(wakingOn: noMoreNews)
        let all = try await journal.reader.events().all().told
        #expect(receiver.taken == all.suffix(receiver.taken.count).map(\.id))
        #expect(receiver.taken.count > 5)
        await receiver.stop()
        try await journal.close()
    }

    @Test func newsWakesIt() async throws {
        let records = try Runs.story("test failed")
        try await SinkBench.with(Array(records.dropLast(4))) { bench in
            let (news, bell) = AsyncStream.makeStream(of: Int.self)
            let (reports, reporter) = AsyncStream.makeStream(of: SinkReport.self)
            let sink = try bench.sink { reporter.yield($0) }
            async let running: Void = sink.run(wakingOn: news)
            var heard = reports.makeAsyncIterator()
            for event in bench.expected { #expect(await heard.next() == .delivered(id: event.id, attempts: 1)) }
            let journal = try await Journal.open(in: bench.state)
            for record in records.suffix(4) {
                try await journal.append([record.event], run: record.run, at: record.time)
            }
            bell.yield(1)
            bell.yield(2)
            let last = try #require(try await journal.reader.events().all().told.last)
            while let report = await heard.next(), report != .delivered(id: last.id, attempts: 1) {}
            bell.finish()
            try await running
            #expect(bench.receiver.taken.last == last.id)
            try await journal.close()
        }
    }

    @Test func bodiesAreSignedWithTheSecret() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let secret = try Secret(Array("it's a secret of ours\n".utf8))
            try await bench.sink(secret: secret).run(wakingOn: noMoreNews)
            for delivery in bench.receiver.deliveries {
                let code = HMACSHA256.authenticationCode(for: delivery.body, key: Array("it's a secret of ours".utf8))
                let signature = "sha256=" + code.map { String(format: "%02x", Int($0)) }.joined()
                #expect(delivery.headers["x-slipway-signature-256"] == signature)
            }
            #expect(bench.receiver.taken.count == bench.expected.count)
        }
    }

    @Test func itsFilesArePrivate() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(.status(400))
            try await bench.sink().run(wakingOn: noMoreNews)
            for file in [bench.cursorFile, bench.deadLetterFile] {
                let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            let folder = bench.cursorFile.deletingLastPathComponent().path
            #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        }
    }
}
