import Delivery
import Executor
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// The feed and its readers: nobody waits for a slow one, and a slow one misses nothing.
struct EventFeedTests {
    private func withRecorder(capacity: Int, _ work: (Recorder) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let journal = try await Journal.open(in: StateDirectory(path: directory.path))
        try await work(Recorder(journal: journal, feed: EventFeed(capacity: capacity), ledger: Ledger()))
        try await journal.close()
    }

    private func happen(_ recorder: Recorder, _ count: Int) async throws {
        for index in 0..<count {
            try await recorder.record(of: nil, at: Timestamp(milliseconds: Int64(index))) { _ in
                [.release("production", .trafficSampled(sample: TrafficSample(duration: .seconds(1))))]
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [(4, 50), (64, 50), (8, 700)])
    func aSlowReaderGetsEverythingOnce(capacity: Int, count: Int) async throws {
        try await withRecorder(capacity: capacity) { recorder in
            let events = recorder.feed.subscription()
            try await happen(recorder, count)
            #expect(events.waiting <= capacity)
            events.finish()
            var seen: [Int64] = []
            for await record in events.records { seen.append(record.sequence) }
            #expect(seen == Array(1...Int64(count)))
        }
    }

    @Test(.timeLimit(.minutes(1))) func oneThatWasFinishedEndsAndTheOthersGoOn() async throws {
        try await withRecorder(capacity: 4) { recorder in
            let (first, second) = (recorder.feed.subscription(), recorder.feed.subscription())
            try await happen(recorder, 1)
            first.finish()
            try await happen(recorder, 1)
            second.finish()
            var counts: [Int] = []
            for events in [first, second] {
                var count = 0
                for await _ in events.records { count += 1 }
                counts.append(count)
            }
            #expect(counts == [1, 2])
        }
    }

    @Test(.timeLimit(.minutes(1))) func aCancelledReaderEnds() async throws {
        try await withRecorder(capacity: 4) { recorder in
            let records = recorder.feed.subscribe()
            let reading = Task { for await _ in records {} }
            reading.cancel()
            await reading.value
        }
    }
}
