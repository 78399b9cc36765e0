import Delivery
import Foundation
import Journal
import Values

/// How many events become durable in a second. Both sides take turns, so that the disk treats them alike.
enum JournalPart {
    private static let rounds = 20

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        let journal = try await Journal.open(in: workshop.state)
        let file = try BareFile(path: workshop.path("bare"))
        let single = try await compare(journal, file, batch: 1, times: 100)
        let batched = try await compare(journal, file, batch: 100, times: 20)
        try await journal.close()
        let (ours, bare) = (Percentiles(single.ours), Percentiles(single.bare))
        return [
            rate("one event a commit", single, batch: 1),
            rate("100 events a commit", batched, batch: 100),
            .milliseconds("one durable event, p50", ours.p50, beside: "write + fdatasync", bare.p50),
            .milliseconds("one durable event, p99", ours.p99, beside: "write + fdatasync", bare.p99),
        ]
    }

    private struct Times {
        var ours: [Duration] = []
        var bare: [Duration] = []
    }

    private static func compare(_ journal: Journal, _ file: BareFile, batch: Int, times: Int) async throws -> Times {
        let events = Array(repeating: SyntheticHistory.shift, count: batch)
        let line = try EventLine.json(
            EventRecord(sequence: 1, time: .now, run: RunNumber(1), event: SyntheticHistory.shift))
        let bytes = Data(String(repeating: line + "\n", count: batch).utf8)
        let clock = ContinuousClock()
        var result = Times()
        for _ in 0..<rounds {
            for _ in 0..<times {
                result.ours.append(
                    try await clock.measure { try await journal.append(events, run: RunNumber(1), at: .now) })
            }
            for _ in 0..<times { result.bare.append(try clock.measure { try file.append(bytes) }) }
        }
        return result
    }

    private static func rate(_ name: String, _ times: Times, batch: Int) -> Measurement {
        func perSecond(_ durations: [Duration]) -> Double {
            Double(durations.count * batch) / durations.reduce(.zero, +).inSeconds
        }
        return Measurement(
            name: name, value: perSecond(times.ours), unit: .eventsPerSecond,
            reference: Reference(name: "write + fdatasync", value: perSecond(times.bare)))
    }
}
