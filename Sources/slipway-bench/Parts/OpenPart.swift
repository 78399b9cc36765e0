import Delivery
import Foundation
import Journal
import StateDirectory
import Subprocess
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// How long it takes until an executor knows what it needs of a journal, short or long.
enum OpenPart {
    private static let rounds = 25

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        let small = StateDirectory(path: workshop.path("small"))
        let large = StateDirectory(path: workshop.path("large"))
        try await SyntheticHistory.write(events: 1000, to: small)
        let writing = try await ContinuousClock().measure {
            try await SyntheticHistory.write(events: 1_000_000, to: large)
        }
        var times: (small: [Opening], large: [Opening]) = ([], [])
        for _ in 0..<rounds {
            times.small.append(try await open(small))
            times.large.append(try await open(large))
        }
        return [
            compare("open for work", times, \.work), compare("open to read, state of the last run", times, \.reading),
            compare("list of runs", times, \.runs),
            Measurement(name: "writing 1,000,000 events", value: writing.inSeconds, unit: .seconds),
            try await measureStatus(in: workshop),
        ]
    }

    /// The whole command, as a person or a script waits for it.
    private static func measureStatus(in workshop: Workshop) async throws -> Measurement {
        let few = StateDirectory(path: workshop.path("few"))
        let many = StateDirectory(path: workshop.path("many"))
        try await SyntheticHistory.write(events: 10, to: few, runLength: 10)
        try await SyntheticHistory.write(events: 100_000, to: many, runLength: 10)
        var times: (few: [Duration], many: [Duration]) = ([], [])
        for _ in 0..<rounds {
            times.few.append(try await status(of: few))
            times.many.append(try await status(of: many))
        }
        return .milliseconds(
            "slipway status after 10,000 runs", Percentiles(times.many).p50, beside: "after one",
            Percentiles(times.few).p50)
    }

    private static func status(of state: StateDirectory) async throws -> Duration {
        let program = try BenchProgram.slipway
        return try await ContinuousClock().measure {
            let ending = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["status", "--state", state.path], output: .discarded,
                error: .string(limit: 4096))
            guard ending.terminationStatus.isSuccess else {
                throw BenchFailure("slipway status failed: \(ending.standardError)")
            }
        }
    }

    private struct Opening {
        let work: Duration
        let reading: Duration
        let runs: Duration
    }

    private static func compare(
        _ name: String, _ times: (small: [Opening], large: [Opening]), _ key: KeyPath<Opening, Duration>
    ) -> Measurement {
        .milliseconds(
            "\(name), 1,000,000 events", Percentiles(times.large.map { $0[keyPath: key] }).p50, beside: "1,000 events",
            Percentiles(times.small.map { $0[keyPath: key] }).p50)
    }

    private static func open(_ directory: StateDirectory) async throws -> Opening {
        let clock = ContinuousClock()
        var opened: Journal?
        let work = try await clock.measure {
            let journal = try await Journal.open(in: directory)
            opened = journal
            _ = (journal.lastSequence, try await journal.reader.ledger())
            for run in try await journal.reader.unfinishedRuns() { _ = try await journal.reader.state(of: run) }
        }
        let runs = try await clock.measure { _ = try await opened?.reader.runs() }
        try await opened?.close()
        let reading = try await clock.measure {
            let reader = try await JournalReader.open(in: directory)
            guard let last = try await reader.ledger().lastRun else { return }
            _ = try await reader.state(of: last)
        }
        return Opening(work: work, reading: reading, runs: runs)
    }
}
