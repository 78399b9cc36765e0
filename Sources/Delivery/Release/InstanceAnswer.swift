/// What came of asking an instance whether it is well. Whoever asks reports every answer as it is; what it amounts to
/// is decided here.
public enum InstanceAnswer: Equatable, Sendable {
    case good
    /// It answered badly, or not at all; `lasting` is for how long no answer was good, by a clock that never jumps:
    /// nothing for the first bad answer in a row.
    case bad(detail: String, lasting: Duration)
    /// Its process has ended: `status` is how, in words.
    case ended(status: String, lastOutput: String)

    /// One bad answer may be a hiccup: two in a row count that are at least so far apart.
    public static let patience = Duration.seconds(1)

    /// Why the instance counts as one that doesn't answer; `nil` while it doesn't.
    public var failure: InstanceFailure? {
        switch self {
        case .good: nil
        case .bad(let detail, let lasting): lasting < Self.patience ? nil : .notResponding(detail: detail)
        case .ended(let status, let lastOutput): .exited(status: status, lastOutput: lastOutput)
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
}
