import Values

/// An event in its place in the journal.
public struct EventRecord: Equatable, Sendable {
    /// Counts every event of the journal, from 1, without gaps.
    public let sequence: Int64
    public let time: Timestamp
    /// `nil` for what is of no run: a freeze, a monitor's alert.
    public let run: RunNumber?
    public let event: Event

    public init(sequence: Int64, time: Timestamp, run: RunNumber?, event: Event) {
        self.sequence = sequence
        self.time = time
        self.run = run
        self.event = event
    }
}
