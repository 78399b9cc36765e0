import Values

/// Who may let a stage begin, and for how long the question stands.
public struct ApprovalRule: Equatable, Sendable, Codable {
    /// Names of people, or `group:NAME`; empty lets anyone decide.
    public var approvers: [String]
    /// Whether the author of the change may not approve it.
    public var notAuthor: Bool
    /// After this long without an answer the stage is rejected.
    public var expires: Duration?

    private enum CodingKeys: String, CodingKey { case approvers, notAuthor, expires }

    public init(approvers: [String] = [], notAuthor: Bool = false, expires: Duration? = nil) {
        self.approvers = approvers
        self.notAuthor = notAuthor
        self.expires = expires
    }

    /// Why `actor` may not let a stage begin that leads to `environments`; `nil` when they may.
    public func refusalToApprove(by actor: Actor, in run: RunState, leadingTo environments: [EnvironmentName])
        -> Refusal?
    {
        refusalToDecide(by: actor) ?? (notAuthor ? objection(to: actor, in: run, environments) : nil)
    }

    /// What can't be told is refused: a gate that lets through what nobody knows is none.
    private func objection(to actor: Actor, in run: RunState, _ environments: [EnvironmentName]) -> Refusal? {
        if run.startedBy?.name == actor.name {
            return Refusal("\(actor.name) started this run; someone else must approve it")
        }
        guard let recorded = run.change?.authorship, !environments.isEmpty else {
            return Refusal(
                "nobody can tell whether \(actor.name) wrote a part of this change: its authors were not recorded; "
                    + "start a new run from a git repository")
        }
        for environment in environments {
            guard let authorship = recorded[environment] else {
                return Refusal(
                    "nobody can tell whether \(actor.name) wrote a part of what goes to \(environment); start a new run"
                )
            }
            if let objection = authorship.objection(to: actor) { return objection }
        }
        return nil
    }

    /// Why `actor` has no say here; `nil` when they have. Who may decide may always reject.
    public func refusalToDecide(by actor: Actor) -> Refusal? {
        if approvers.isEmpty || approvers.contains(where: actor.answers) { return nil }
        return Refusal("\(actor.name) may not approve this; \(approvers.joined(separator: ", ")) may")
    }
}
