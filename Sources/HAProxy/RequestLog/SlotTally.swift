import Delivery
import Judge
import Values

/// Requests that went to one slot.
public struct SlotTally: Hashable, Sendable {
    /// Requests that say something about the version: those that were answered or should have been.
    public private(set) var requests = 0
    /// Those of `requests` that failed; see ``RequestOutcome``.
    public private(set) var errors = 0
    /// Requests whose client went away first; not among `requests`.
    public private(set) var clientAborts = 0
    /// How long those of `requests` took that succeeded, from the request's head to the answer's end. A failure is no
    /// slow answer: it is counted among `errors`, and only there.
    public private(set) var latency = LatencyHistogram()
    /// The earliest request that failed.
    public private(set) var firstBad: BadRequest?

    public init() {}

    mutating func add(_ line: RequestLogLine) {
        switch line.outcome {
        case .abandoned:
            clientAborts += 1
        case .succeeded:
            requests += 1
            // An upgraded connection lasts as long as its user wants.
            if line.status != 101, let time = line.latency { latency.record(time) }
        case .failed:
            requests += 1
            errors += 1
            note(BadRequest(line))
        }
    }

    mutating func merge(_ other: SlotTally) {
        requests += other.requests
        errors += other.errors
        clientAborts += other.clientAborts
        latency.merge(other.latency)
        if let bad = other.firstBad { note(bad) }
    }

    private mutating func note(_ bad: BadRequest) {
        if let firstBad, firstBad.time <= bad.time { return }
        firstBad = bad
    }
}

/// A request that failed, for people to look at.
public struct BadRequest: Hashable, Sendable {
    public let time: Timestamp
    /// `nil` when no answer was sent.
    public let status: Int?
    public let termination: TerminationState
    /// The slot and the server's name in HAProxy; `nil` when none was reached.
    public let slot: Slot?
    public let server: String?
    public let latency: Duration?
    /// Method and path are the client's: bounded, and without unprintable characters.
    public let method: String
    public let path: String

    init(_ line: RequestLogLine) {
        time = line.time
        status = line.status
        termination = line.termination
        slot = line.slot
        server = line.server
        latency = line.latency
        method = line.method
        path = line.path
    }
}
