import Values

/// A run goes by other rules than what is in service was released by.
public struct RuleChange: Equatable, Sendable, Codable {
    /// The run whose rules they were.
    public let since: RunNumber
    /// The commit of that run.
    public let commit: String?
    /// What differs.
    public let parts: [RulePart]
    /// The earlier gates, each of which has to be passed before anything is deployed; empty where there were none.
    public let gates: [ApprovalRule]

    private enum CodingKeys: String, CodingKey { case since, commit, parts, gates }

    public init(since: RunNumber, commit: String?, parts: [RulePart], gates: [ApprovalRule]) {
        self.since = since
        self.commit = commit
        self.parts = parts
        self.gates = gates
    }

    /// `gate, release and environments`
    public var partsInWords: String {
        let names = parts.map(\.rawValue)
        guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

/// Whoever can push could push a gate away, so a file with other rules is approved under those that it replaces.
extension Draft {
    /// Notes that the run goes by other rules than what is in service now.
    ///
    /// - Returns: the run whose gate is still to be passed before anything may be deployed; `nil` when nothing is.
    mutating func formerGateToPass() -> RunNumber? {
        guard let change = ledger.ruleChange(of: run) else { return nil }
        if run.ruleChange != change { emit(.run(.rulesChanged(change))) }
        return run.formerGate == nil ? nil : change.since
    }
}

extension Ledger {
    /// How a run's rules differ from those of the newest that is in service of its pipeline, or where it deploys; `nil` when
    /// they don't, or nobody kept them.
    ///
    /// The newest is enough: it came there by the gates of the one before it. Another name is no way past them.
    func ruleChange(of run: RunState) -> RuleChange? {
        // What is released once more brings no file of anybody's: it goes by the one that the executor has.
        guard let pipeline = run.pipeline, pipeline.stored == nil else { return nil }
        guard let newest = newestRules(for: DeliveryRules(pipeline)), let former = newest.rules,
            newest.run != run.number
        else { return nil }
        let parts = DeliveryRules(pipeline).parts(differingFrom: former)
        guard !parts.isEmpty else { return nil }
        return RuleChange(since: newest.run, commit: newest.commit, parts: parts, gates: former.gates)
    }

    /// What is in service by the newest rules, of a pipeline or where it deploys.
    func newestRules(for own: DeliveryRules) -> Deployment? {
        environments.filter { name, record in
            guard let rules = record.stable?.rules else { return false }
            return rules.pipeline == own.pipeline || own.environments[name] != nil
        }
        .compactMap(\.value.stable).max { $0.run < $1.run }
    }
}

extension RunState {
    /// The next of the earlier gates that nobody has passed in this run.
    var formerGate: ApprovalRule? { ruleChange?.gates.first { !passedGates.contains($0) } }

    /// What somebody lets through who approves, they have passed: with another artifact all begins anew.
    mutating func notePassedGates(of stage: StageName) {
        guard let stage = stages.first(where: { $0.name == stage }) else { return }
        for gate in gates(toPassFor: stage) where !passedGates.contains(gate) { passedGates.append(gate) }
    }
}
