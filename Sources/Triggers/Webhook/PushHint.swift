import Foundation

/// What a webhook says about a push to a branch.
public struct PushHint: Equatable, Sendable {
    public let branch: String
    /// The commit that the branch is said to be at.
    public let commit: ObjectID?

    public init(branch: String, commit: ObjectID?) {
        self.branch = branch
        self.commit = commit
    }
}

/// The payload of a push: GitHub's, Gitea's and Forgejo's have these members.
enum PushPayload {
    case push(PushHint)
    /// Of something else than a branch, or of a branch that is gone.
    case other

    private struct Members: Decodable {
        let ref: String
        let after: String?
        let deleted: Bool?
    }

    /// `nil` when it is none.
    init?(_ body: [UInt8]) {
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(body)), members.ref.utf8.count <= 1024
        else { return nil }
        let prefix = "refs/heads/"
        let branch = String(members.ref.dropFirst(prefix.count))
        // A branch that was deleted is at no commit: git writes zeros.
        let isGone = members.deleted == true || members.after?.allSatisfy { $0 == "0" } == true
        guard members.ref.hasPrefix(prefix), BranchName.isPossible(branch), !isGone else {
            self = .other
            return
        }
        self = .push(PushHint(branch: branch, commit: members.after.flatMap { ObjectID($0) }))
    }
}
