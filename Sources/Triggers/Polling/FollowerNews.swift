/// What a person should know of how a pipeline's source is followed.
public enum FollowerNews: Equatable, Sendable, CustomStringConvertible {
    /// The source can't be asked.
    case sourceFailed(GitRemoteError)
    case sourceRecovered
    /// A new commit gets no run.
    case notStarted(ObjectID, reason: String)

    public var description: String {
        switch self {
        case .sourceFailed(let error): "\(error)"
        case .sourceRecovered: "the source answers again"
        case .notStarted(let commit, let reason): "no run could be started for \(commit): \(reason)"
        }
    }
}
