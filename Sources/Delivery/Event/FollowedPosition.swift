/// How far a reader has come that hears of samples before they are on disk, where they may never come: the number of
/// a lost sample is given again, to something else.
public struct FollowedPosition: Equatable, Sendable {
    /// The run that is followed; `nil` follows all.
    public let run: RunNumber?
    /// The number of the last event that is surely on disk.
    public private(set) var durable: Int64
    /// The number of the last event that was news, on disk or not.
    public private(set) var last: Int64
    /// How the run that is followed has ended; `nil` while it goes on, also when it was opened again.
    public private(set) var result: RunResult?

    /// - Parameter durable: the number of the last event that is known, and on disk.
    public init(run: RunNumber? = nil, after durable: Int64 = 0) {
        self.run = run
        self.durable = durable
        last = durable
    }

    /// Whether the run that is followed has ended, and was not opened again.
    public var isAtEnd: Bool { result != nil }

    /// Whether the record is news.
    public mutating func takes(_ record: EventRecord) -> Bool {
        if record.event.mayBeLost {
            guard record.sequence > last else { return false }
            last = record.sequence
        } else {
            guard record.sequence > durable else { return false }
            // Samples that came after it, and were lost, give their numbers to what comes now.
            (durable, last) = (record.sequence, record.sequence)
        }
        if run == record.run { note(record.event) }
        return true
    }

    private mutating func note(_ event: Event) {
        guard case .run(let event) = event else { return }
        switch event {
        case .finished(let result, _, _): self.result = result
        case .reopened: result = nil
        case .started, .sourceTaken, .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp,
            .clockJumped:
            break
        }
    }
}

extension Event {
    /// Whether it may be lost in a crash; what was decided from it is recorded with it.
    public var mayBeLost: Bool {
        if case .release(_, .trafficSampled) = self { return true }
        return false
    }
}
