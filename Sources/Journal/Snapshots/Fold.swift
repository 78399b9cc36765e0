import Delivery

/// What recorded events add up to, in a form that a snapshot can hold.
protocol Fold: Codable, Equatable, Sendable {
    mutating func take(_ record: EventRecord)
}

extension RunState: Fold {
    mutating func take(_ record: EventRecord) {
        apply(record.event, at: record.time)
    }
}

/// What has to be known of the whole journal before work begins. No sample changes anything in it.
struct Overview: Fold {
    private(set) var ledger = Ledger()
    /// Runs that started and have not finished, rising by number.
    private(set) var unfinished: [RunNumber] = []

    mutating func take(_ record: EventRecord) {
        ledger.apply(record.event, run: record.run, at: record.time)
        if case .run(let event) = record.event { take(event, of: record.run) }
    }

    private mutating func take(_ event: RunEvent, of run: RunNumber?) {
        switch event {
        case .started, .reopened: begin(run)
        case .finished: unfinished.removeAll { $0 == run }
        case .sourceTaken, .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp, .clockJumped:
            break
        }
    }

    private mutating func begin(_ run: RunNumber?) {
        guard let run, !unfinished.contains(run) else { return }
        unfinished.insert(run, at: unfinished.firstIndex { $0 > run } ?? unfinished.endIndex)
    }
}
