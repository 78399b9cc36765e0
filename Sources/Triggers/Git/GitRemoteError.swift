import Delivery
import Values

/// Why a remote repository could not be asked, or its source not be fetched. It never holds a password.
public enum GitRemoteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No branch can be called so.
    case impossibleBranch(String)
    /// There is no git on this machine's `PATH`.
    case noGit
    /// The repository answers and has no such branch; `nil` for one that has no commits at all.
    case noBranch(String?, remote: String)
    /// git could not do it; its own words.
    case refused(remote: String, words: String)
    case noAnswer(remote: String, within: Duration)
    /// What git wrote can't be understood.
    case unreadable(remote: String)
    /// The task was cancelled.
    case cancelled

    public var description: String {
        switch self {
        case .impossibleBranch(let name): "no branch can be called \(name.quoted); check source.branch"
        case .noGit: "git could not be run; install it, or check PATH"
        case .noBranch(let branch?, let remote): "\(remote) has no branch \(branch.quoted); check source.branch"
        case .noBranch(nil, let remote): "\(remote) has no commit yet; push one"
        case .refused(let remote, let words): "git could not reach \(remote): \(words)"
        case .noAnswer(let remote, let limit): "\(remote) has not answered within \(limit.brief)"
        case .unreadable(let remote): "what git says about \(remote) can't be understood"
        case .cancelled: "asking git was cancelled"
        }
    }
}
