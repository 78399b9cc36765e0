import Values

/// What a pipeline says of a step beside its work: how long it may take, and what its failure means.
public struct StepTerms: Equatable, Sendable {
    /// How long one attempt may take; `nil` for as long as it takes.
    public var timeout: Duration?
    /// How often it is done again when it fails; `nil` for never.
    public var retry: RetryRule?
    /// Whether its stage goes on as if it had succeeded when it did not.
    public var continuesOnError: Bool
    public var condition: StepCondition

    /// What a step may take where the pipeline says nothing: nothing hangs for ever.
    public static let defaultTimeout = Duration.seconds(3600)

    public init(
        timeout: Duration? = nil, retry: RetryRule? = nil, continuesOnError: Bool = false,
        condition: StepCondition = .success
    ) {
        self.timeout = timeout
        self.retry = retry
        self.continuesOnError = continuesOnError
        self.condition = condition
    }
}

/// How often a step that failed is done again by itself, and after what pause.
public struct RetryRule: Equatable, Sendable, Codable {
    public var times: Int
    /// Before the first time; it doubles with each one, up to ``longestPause``.
    public var backoff: Duration

    private enum CodingKeys: String, CodingKey { case times, backoff }

    public static let mostTimes = 20
    public static let longestPause = Duration.seconds(3600)

    public init(times: Int, backoff: Duration = .zero) {
        self.times = times
        self.backoff = backoff
    }

    /// The pause before a retry, which counts from 1.
    func pause(before retry: Int) -> Duration {
        var pause = backoff
        for _ in 1..<max(retry, 1) where pause < Self.longestPause { pause = pause * 2 }
        return min(pause, Self.longestPause)
    }
}

/// When a step is done, by how those before it in its stage went.
public enum StepCondition: String, CaseIterable, Sendable {
    case success
    case failure
    /// Also where the run is cancelled, once the stage has begun.
    case always
}

extension Step {
    /// What is wrong with its terms; `path` is where the step is.
    func termFaults(at path: FieldPath) -> [FieldFault] {
        if target != nil { return releaseTermFaults(at: path) }
        return limitFaults(at: path) + leniencyFaults(at: path)
    }

    private func limitFaults(at path: FieldPath) -> [FieldFault] {
        let retry = path.key("retry")
        let times = terms.retry.flatMap { rule in
            (1...RetryRule.mostTimes).contains(rule.times)
                ? nil
                : FieldFault(
                    at: retry.key("times"), "\(rule.times) times",
                    remedy: "write a number from 1 to \(RetryRule.mostTimes)")
        }
        let backoff = terms.retry.flatMap { rule in
            rule.backoff <= RetryRule.longestPause
                ? nil
                : FieldFault(
                    at: retry.key("backoff"), "\(rule.backoff.brief) is too long",
                    remedy: "write at most \(RetryRule.longestPause.brief)")
        }
        return [terms.timeout?.tooShortFault(at: path.key("timeout")), times, backoff].compactMap { $0 }
    }

    /// What follows needs what some steps make.
    private func leniencyFaults(at path: FieldPath) -> [FieldFault] {
        guard !kind.maySkip else { return [] }
        let key = type(of: kind).key
        let continues = terms.continuesOnError ? "continue-on-error" : nil
        let condition = terms.condition == .success ? nil : "when"
        return [continues, condition].compactMap { $0 }.map {
            FieldFault(at: path.key($0), "\($0) beside \(key)", remedy: "remove it: what follows needs this step")
        }
    }

    private func releaseTermFaults(at path: FieldPath) -> [FieldFault] {
        let keys = [
            ("timeout", terms.timeout != nil), ("retry", terms.retry != nil),
            ("continue-on-error", terms.continuesOnError), ("when", terms.condition != .success),
        ]
        return keys.filter(\.1).map {
            FieldFault(
                at: path.key($0.0), "\($0.0) beside deploy",
                remedy:
                    "remove it: a release has limits of its own (bake, start-within), and people decide what follows it"
            )
        }
    }
}

extension Stage {
    /// What is wrong with the stage's time, and with steps that would never come about; `path` is where the stage is.
    func termFaults(at path: FieldPath) -> [FieldFault] {
        let short = timeout?.tooShortFault(at: path.key("timeout"))
        let release = timeout == nil ? nil : steps.firstIndex { $0.target != nil }
        let limited = release.map { _ in
            FieldFault(
                at: path.key("timeout"), "a time limit for a stage with a release",
                remedy: "give its other steps limits: a release has its own, and may wait for a person")
        }
        let isPointless: (Int) -> Bool = { index in
            let others = isParallel ? steps : Array(steps[..<index])
            return steps[index].terms.condition == .failure && !others.contains { $0.terms.condition != .failure }
        }
        let pointless = steps.indices.filter(isPointless).map {
            FieldFault(
                at: path.key("steps").index($0).key("when"), "no step is before it that could fail",
                remedy: "put it after the step that it is for")
        }
        return [short, limited].compactMap { $0 } + pointless
    }
}
