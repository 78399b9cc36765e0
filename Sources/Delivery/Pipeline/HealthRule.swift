/// One thing that is judged about a candidate.
public enum HealthRule: Equatable, Sendable, Codable {
    /// Every instance answers `path` with a status below 400 within a time; judged at once.
    case responding(path: String, within: Duration)
    /// The candidate's error rate against stable's: unhealthy when above `worseBy` × stable's + `tolerance`.
    case errors(worseBy: Double, tolerance: Share)
    /// At most this share of the candidate's requests may fail, whatever stable does.
    case errorLimit(Share)
    /// At most one in a hundred of the candidate's requests that succeed may take longer. Failures are judged by the
    /// rules of errors.
    case latencyLimit(p99: Duration)

    /// Whether failed requests speak against the candidate by it.
    var judgesErrors: Bool {
        switch self {
        case .errors, .errorLimit: true
        case .responding, .latencyLimit: false
        }
    }

    var judgesLatency: Bool {
        switch self {
        case .latencyLimit: true
        case .responding, .errors, .errorLimit: false
        }
    }

    /// The rule's name on screens and in events.
    public var name: String {
        switch self {
        case .responding: "responding"
        case .errors: "errors"
        case .errorLimit: "slo errors"
        case .latencyLimit: "slo p99"
        }
    }
}
