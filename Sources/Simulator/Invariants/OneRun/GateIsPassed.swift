import Delivery
import Values

/// No step of a gated stage starts before somebody who may do so has approved it, in time; and what was approved is what
/// was made.
struct GateIsPassed: Invariant {
    private var gates: [StageName: ApprovalRule] = [:]
    private let author: String?
    private let starter: String
    private var asked: [StageName: Timestamp] = [:]
    /// The stages without a gate of which somebody is asked, as an earlier version was gone back to.
    private var isAskedAnyway: Set<StageName> = []
    private var passed: Set<StageName> = []
    private var made: Digest?

    init(_ scenario: Scenario, of run: RunPlan) {
        author = run.change.author
        starter = run.starter.name
    }

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            if case .run(.started(let pipeline, _, _, _)) = event {
                gates = pipeline.stages.reduce(into: [:]) { $0[$1.name] = $1.gate }
            }
            if case .stage(let stage, .approvalRequested(_, let wayBack, _)) = event {
                asked[stage] = moment.now
                if wayBack != nil { isAskedAnyway.insert(stage) }
            }
            if case .step(_, .artifactMade(let artifact)) = event { made = artifact.digest }
            if case .stage(let stage, .approved(let actor, _, _, let digest)) = event {
                if digest != made { return "\(stage) was approved for another artifact than was made" }
                if let objection = objection(to: actor, for: stage, at: moment.now) { return objection }
                passed.insert(stage)
            }
            if case .step(let step, .started) = event, gates[step.stage] != nil, !passed.contains(step.stage) {
                return "\(step) started before \(step.stage) was approved"
            }
        }
        return nil
    }

    private func objection(to actor: Actor, for stage: StageName, at now: Timestamp) -> String? {
        guard let asked = asked[stage] else { return "\(stage) was not to be approved" }
        guard let gate = gates[stage] else {
            return isAskedAnyway.contains(stage) ? nil : "\(stage) was not to be approved"
        }
        if gate.notAuthor, [author, starter].contains(actor.name) { return "\(actor) approved a change of their own" }
        let mayDecide =
            gate.approvers.isEmpty || gate.approvers.contains(actor.name)
            || actor.groups.contains { gate.approvers.contains("group:\($0)") }
        if !mayDecide { return "\(actor) approved \(stage) and may not" }
        if let expires = gate.expires, now >= asked + expires { return "\(stage) was approved too late" }
        return nil
    }
}
