/// Who may let a stage begin, and for how long the question stands.
public struct ApprovalRule: Equatable, Sendable, Codable {
    /// Names of people, or `group:NAME`; empty lets anyone decide.
    public var approvers: [String]
    /// Whether the author of the change may not approve it.
    public var notAuthor: Bool
    /// After this long without an answer the stage is rejected.
    public var expires: Duration?

    public init(approvers: [String] = [], notAuthor: Bool = false, expires: Duration? = nil) {
        self.approvers = approvers
        self.notAuthor = notAuthor
        self.expires = expires
    }

    /// Why `actor` may not approve `change`; `nil` when they may.
    public func refusal(of actor: Actor, for change: Change) -> Refusal? {
        if notAuthor, let author = change.author, author == actor.name {
            return Refusal("\(actor.name) wrote this change; someone else must approve it")
        }
        if approvers.isEmpty || approvers.contains(where: actor.answers) { return nil }
        return Refusal("\(actor.name) may not approve this; \(approvers.joined(separator: ", ")) may")
    }
}
