import Control
import Delivery
import Journal
import SlipwayTesting
import Testing
import Values

/// Whenever someone subscribes, and however far behind they fall, they get what the journal has.
@Suite(.timeLimit(.minutes(2))) struct RandomTimingTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func everySubscriberGetsTheJournal(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let backlog = Int.random(in: 1...20, using: &random)
        let station = try await Station.open(limits: ControlLimits(backlog: backlog))
        let writing = Task { [random] in try await write(300, to: station, random) }
        let readers = (0..<8).map { _ in
            let random = SplitMix64(seed: random.next())
            return Task { try await subscribe(to: station, random) }
        }
        try await writing.value
        let recorded = try await station.recorded()
        for reader in readers {
            let (after, run, told) = try await reader.value
            let expected = recorded.filter { $0.sequence > after && (run == nil || $0.run == run) }
            #expect(told == expected, "after \(after), run \(run?.description ?? "any")")
        }
        try await station.close()
    }

    /// Two runs at once, in batches of any size, durable and not, published in order or not; each run then finishes.
    private func write(_ count: Int, to station: Station, _ seed: SplitMix64) async throws {
        var random = seed
        for index in 0..<count {
            let events = (0..<Int.random(in: 1...6, using: &random)).map { stage(index * 10 + $0) }
            let run = RunNumber(Int.random(in: 1...2, using: &random))
            let records =
                Bool.random(using: &random)
                ? try await station.journal.append(events, run: run, at: .noon)
                : try await station.journal.appendLater(events, run: run, at: .noon)
            station.server.publish(
                Int.random(in: 0..<4, using: &random) == 0 ? records.shuffled(using: &random) : records)
            if Bool.random(using: &random) { await Task.yield() }
        }
        for run in 1...2 { try await station.happen([.run(.finished(result: .succeeded, finding: nil))], run: run) }
    }

    /// Reads with pauses until the last event there will be.
    private func subscribe(
        to station: Station, _ seed: SplitMix64
    ) async throws -> (after: Int64, run: RunNumber?, told: [EventRecord]) {
        var random = seed
        for _ in 0..<Int.random(in: 0..<400, using: &random) { await Task.yield() }
        let after = Int64.random(in: 0...100, using: &random)
        let run = Bool.random(using: &random) ? RunNumber(Int.random(in: 1...2, using: &random)) : nil
        var told: [EventRecord] = []
        for try await record in try await station.client().events(after: after, run: run) {
            told.append(record)
            if Int.random(in: 0..<10, using: &random) == 0 { await Task.yield() }
            if run == nil, record.run == RunNumber(2), case .run(.finished) = record.event { break }
        }
        return (after, run, told)
    }
}
