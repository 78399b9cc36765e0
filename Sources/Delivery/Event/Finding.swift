import Judge

/// What a verdict rests on: the rule, what was seen, what was allowed, and how strong the case is.
public struct Finding: Equatable, Sendable, Codable {
    public var rule: String
    public var value: Measurement
    public var limit: MeasurementLimit
    /// The e-value against the candidate; `nil` where the fact speaks for itself, as a crash does.
    public var evidence: Double?
    /// The candidate's requests that failed so far.
    public var failedRequests: Int
    public var firstFailure: FailedRequest?
    public var instance: InstanceID?
    /// Requests of which nobody knows how they ended, so that more may have failed: their log lines were lost. `nil`
    /// where there are none, and in records from before it was kept.
    public var unseenRequests: Int?
    /// Whether nobody counted for a while, as no executor ran; `nil` for no.
    public var hasGap: Bool?

    private enum CodingKeys: String, CodingKey {
        case rule, value, limit, evidence, failedRequests, firstFailure, instance, unseenRequests, hasGap
    }

    public init(
        rule: String, value: Measurement, limit: MeasurementLimit, evidence: Double? = nil, failedRequests: Int = 0,
        firstFailure: FailedRequest? = nil, instance: InstanceID? = nil, unseenRequests: Int? = nil,
        hasGap: Bool? = nil
    ) {
        self.rule = rule
        self.value = value
        self.limit = limit
        self.evidence = evidence
        self.failedRequests = failedRequests
        self.firstFailure = firstFailure
        self.instance = instance
        self.unseenRequests = unseenRequests
        self.hasGap = hasGap
    }
}

/// Why a release is being taken back.
public enum RollbackCause: Equatable, Sendable {
    /// The candidate was judged bad.
    case unhealthy(Finding)
    /// A person decided.
    case ordered(by: Actor, reason: String?)
    /// A person cancelled the whole run.
    case cancelled(by: Actor, reason: String?)
    /// Something could not be done, so that nobody can tell how the candidate is.
    case errored(Problem)
    /// Too little traffic to judge by, and the pipeline says to roll back then.
    case noData(requests: Int, needed: Int)
}

extension RollbackCause {
    /// What could not be done, if that is the cause.
    public var problem: Problem? {
        if case .errored(let problem) = self { return problem }
        return nil
    }
}

/// Something that Slipway could not do: what, and why. It says nothing about the candidate.
public struct Problem: Error, Equatable, Sendable, Codable, CustomStringConvertible {
    public var what: String
    public var why: String

    private enum CodingKeys: String, CodingKey { case what, why }

    public init(what: String, why: String) {
        self.what = what
        self.why = why
    }

    public var description: String { "\(what): \(why)" }
}
