import Values

/// What came of asking an instance whether it is well. Whoever asks reports every answer as it is; what it amounts to
/// is decided here.
public enum InstanceAnswer: Equatable, Sendable {
    case good
    /// It answered badly, or not at all; `lasting` is for how long no answer was good, by a clock that never jumps:
    /// nothing for the first bad answer in a row.
    case bad(detail: String, lasting: Duration)
    /// Its process has ended: `status` is how, in words; `nil` where nobody saw it.
    case ended(status: String?, lastOutput: String)
    /// Another process listens on its port. That is no hiccup: it counts at once.
    case taken(port: Int, by: PortHolder)

    /// One bad answer may be a hiccup: two in a row count that are at least so far apart.
    public static let patience = Duration.seconds(1)

    /// Why the instance counts as one that doesn't answer; `nil` while it doesn't.
    public var failure: InstanceFailure? {
        switch self {
        case .good: nil
        case .bad(let detail, let lasting): lasting < Self.patience ? nil : .notResponding(detail: detail)
        case .ended(let status, let lastOutput): .exited(status: status, lastOutput: lastOutput)
        case .taken(let port, let holder): .portTaken(port: port, by: holder)
        }
    }
}

extension InstanceAnswer {
    /// The same, as the probe of a rule says it; `nil` is the probe that says when an instance is ready.
    func failure(by rule: String?) -> InstanceFailure? {
        guard let rule, case .notResponding(let detail)? = failure else { return failure }
        return .unhealthy(rule: rule, detail: detail)
    }
}

extension InstanceFailure {
    /// The rule whose probe it failed, beside the one that says when an instance is ready.
    package var rule: String? {
        switch self {
        case .unhealthy(let rule, _): rule
        case .notReady, .exited, .notResponding, .portTaken: nil
        }
    }
}

/// The answers to one who asks again and again, with how long the bad ones in a row have lasted.
public struct AnswerStreak: Sendable {
    private var badSince: ContinuousClock.Instant?

    public init() {}

    /// - Parameter problem: why the answer was bad; `nil` for a good one.
    public mutating func take(_ problem: String?, at time: ContinuousClock.Instant) -> InstanceAnswer {
        guard let problem else {
            badSince = nil
            return .good
        }
        let since = badSince ?? time
        badSince = since
        return .bad(detail: problem, lasting: time - since)
    }

    /// An answer is worth nothing where another process gave it. `nil` where nobody could be asked: then nothing is known
    /// that was not before.
    public mutating func take(_ look: InstanceLook, at time: ContinuousClock.Instant) -> InstanceAnswer? {
        guard look.unasked == nil else { return nil }
        switch look.listener {
        case .foreign(let holder):
            badSince = badSince ?? time
            return .taken(port: look.port, by: holder)
        case .nobody: return take(look.problem ?? PortListener.absence(on: look.port), at: time)
        case .own, .unknown, nil: return take(look.problem, at: time)
        }
    }
}
