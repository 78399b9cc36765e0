import Judge
import Values

/// What users experienced during one tick, from one log line a request.
public struct TrafficSample: Equatable, Sendable, Codable {
    /// The time that the sample covers.
    public var duration: Duration
    /// Outcomes, grouped by the share that was in force when the requests were dispatched.
    public var dispatches: [Dispatch]
    public var stableLatency: LatencyHistogram
    public var candidateLatency: LatencyHistogram
    /// The candidate's first failed request within the tick.
    public var firstFailure: FailedRequest?
    /// Requests that were served but whose log line was lost, since the release began.
    public var lostLogs: Int
    /// Requests that the router ended since the last line of its log came; `nil` is none.
    public var silentRequests: Int?
    /// Lines that came beyond the requests which the router has ended; `nil` is none.
    public var surplusLines: Int?

    private enum CodingKeys: String, CodingKey {
        case duration, dispatches, stableLatency, candidateLatency, firstFailure, lostLogs, silentRequests, surplusLines
    }

    public init(
        duration: Duration, dispatches: [Dispatch] = [], stableLatency: LatencyHistogram = LatencyHistogram(),
        candidateLatency: LatencyHistogram = LatencyHistogram(), firstFailure: FailedRequest? = nil, lostLogs: Int = 0,
        silentRequests: Int? = nil, surplusLines: Int? = nil
    ) {
        self.duration = duration
        self.dispatches = dispatches
        self.stableLatency = stableLatency
        self.candidateLatency = candidateLatency
        self.firstFailure = firstFailure
        self.lostLogs = lostLogs
        self.silentRequests = silentRequests
        self.surplusLines = surplusLines
    }
}

/// Outcomes of requests dispatched while the candidate had one share.
public struct Dispatch: Equatable, Sendable, Codable {
    public var share: Share
    public var stable: Outcomes
    public var candidate: Outcomes

    private enum CodingKeys: String, CodingKey { case share, stable, candidate }

    public init(share: Share, stable: Outcomes, candidate: Outcomes) {
        self.share = share
        self.stable = stable
        self.candidate = candidate
    }
}

/// A request that failed, as the router recorded it.
public struct FailedRequest: Equatable, Sendable, Codable, CustomStringConvertible {
    public var time: Timestamp
    /// Method and path, shortened and made printable.
    public var request: String
    public var status: Int
    public var server: String
    /// HAProxy's two-letter account of how the session ended.
    public var termination: String

    private enum CodingKeys: String, CodingKey { case time, request, status, server, termination }

    public init(time: Timestamp, request: String, status: Int, server: String, termination: String) {
        self.time = time
        self.request = request
        self.status = status
        self.server = server
        self.termination = termination
    }

    /// `GET /cart → 500 from green/s1`; with HAProxy's account of how it ended where that was not as usual.
    public var description: String {
        let ending = termination == "--" ? "" : " (HAProxy: \(termination))"
        return "\(request) → \(status) from \(server)\(ending)"
    }
}
