import Values

/// What was done to keep an instance of what is in service up.
public struct InstanceUpkeep: Equatable, Sendable, Codable {
    /// Where its last start stands.
    public enum State: String, Sendable, Codable {
        /// It is to be started, or just is.
        case starting
        /// Its process began; nobody has seen it answer yet.
        case started
        /// It has answered.
        case up
        /// It could not be started.
        case failed
        /// Nobody starts it again before a person says so.
        case givenUp
    }

    public let instance: InstanceID
    /// Which start of it that is, counting the release's own as the first.
    public internal(set) var start: Int
    /// When it was decided.
    public internal(set) var since: Timestamp
    /// How many starts in a row were made since it last had lasted.
    public internal(set) var inARow: Int
    public internal(set) var state: State
    /// Since when it has answered; `nil` before it did.
    var upSince: Timestamp?
    /// What kept it from being started the last time.
    public internal(set) var problem: Problem?

    private enum CodingKeys: String, CodingKey { case instance, start, since, inARow, state, upSince, problem }
}

extension InstanceUpkeep {
    /// How many starts in a row did not last, if it has ended now.
    func row(endingAt now: Timestamp) -> Int {
        guard state == .up, let upSince, now >= upSince + RestartPolicy.lasting else { return inARow }
        return 0
    }

    /// Whether it may be started again. Where the clock was set back since, nobody waits for it.
    func isDue(at now: Timestamp) -> Bool {
        now < since || now >= since + RestartPolicy.pause(after: row(endingAt: now))
    }

    mutating func begin(_ start: Int, at time: Timestamp) {
        inARow = row(endingAt: time) + 1
        (self.start, since, state, upSince, problem) = (start, time, .starting, nil, nil)
    }
}
