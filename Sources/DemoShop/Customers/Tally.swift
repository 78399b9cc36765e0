import Values

/// Counts what customers meet. Every request that is begun ends in exactly one outcome.
struct Tally: Sendable {
    private var sent = 0
    private var skipped = 0
    private var all = Results()
    private var versions: [String: Results] = [:]
    private var seconds: [CustomerReport.Second] = []

    /// The header comes from outside: more versions than this are counted together.
    private static let versionLimit = 32
    private static let secondLimit = 600

    mutating func begin(at elapsed: Duration) {
        sent += 1
        count(at: elapsed) { $0.sent += 1 }
    }

    mutating func skip(at elapsed: Duration) {
        skipped += 1
        count(at: elapsed) { $0.skipped += 1 }
    }

    mutating func end(_ answer: Answer, latency: Duration, at elapsed: Duration) {
        record(for: answer.version) { $0.add(answer, latency: latency) }
        count(at: elapsed) { if answer.isOK { $0.ok += 1 } else { $0.failed += 1 } }
    }

    mutating func end(_ failure: FailureKind, at elapsed: Duration) {
        record(for: nil) { $0.add(failure) }
        count(at: elapsed) { $0.failed += 1 }
    }

    func report(target: LoopbackAddress, elapsed: Duration, finished: Bool) -> CustomerReport {
        CustomerReport(
            format: 1,
            target: target.description,
            elapsedMilliseconds: Int64(elapsed / .milliseconds(1)),
            finished: finished,
            totals: .init(
                sent: sent, skipped: skipped, inFlight: sent - all.ok - all.failed, results: all.summary),
            versions: versions.mapValues(\.summary),
            seconds: seconds)
    }

    private mutating func record(for version: String?, _ change: (inout Results) -> Void) {
        change(&all)
        let name = version ?? CustomerReport.unknownVersion
        let isCounted = versions[name] != nil || versions.count < Self.versionLimit
        change(&versions[isCounted ? name : CustomerReport.unknownVersion, default: Results()])
    }

    private mutating func count(at elapsed: Duration, _ change: (inout CustomerReport.Second) -> Void) {
        let second = Int(elapsed.components.seconds)
        // Seconds without anything are entries too, as far as they will be kept.
        var next = max((seconds.last?.second ?? -1) + 1, second + 1 - Self.secondLimit)
        while next <= second {
            seconds.append(.init(second: next))
            next += 1
        }
        seconds.removeFirst(max(0, seconds.count - Self.secondLimit))
        if let index = seconds.lastIndex(where: { $0.second == second }) { change(&seconds[index]) }
    }

    private struct Results: Sendable {
        var ok = 0
        var failed = 0
        var byStatus: [Int: Int] = [:]
        var withoutAnswer: [FailureKind: Int] = [:]
        var latency = LatencyHistogram()

        mutating func add(_ answer: Answer, latency: Duration) {
            if answer.isOK { ok += 1 } else { failed += 1 }
            byStatus[answer.status, default: 0] += 1
            self.latency.add(latency)
        }

        mutating func add(_ failure: FailureKind) {
            failed += 1
            withoutAnswer[failure, default: 0] += 1
        }

        var summary: CustomerReport.Results {
            .init(
                ok: ok, failed: failed, byStatus: byStatus, withoutAnswer: withoutAnswer,
                latency: LatencySummary(latency))
        }
    }
}

extension Answer {
    var isOK: Bool { status < 400 }
}
