import Delivery
import Judge

/// What happens to a release on its way: Slipway's own events. Shares are basis points, times milliseconds.
extension EventMapping {
    var release: CDEvent? {
        switch record.event {
        case .releaseStarted(let environment, let plan):
            event(
                .releaseStarted, environment,
                [
                    "artifactId": .string(artifactID(plan.artifact)),
                    "previousArtifactId": plan.previous.map { .string(artifactID($0.artifact)) },
                ])
        case .verdictReached(let environment, let verdict, let finding):
            event(.releaseJudged, environment, judgement(verdict, finding))
        case .halted(let environment, let actor, let reason):
            event(.releaseHalted, environment, ["by": .text(actor.name), "reason": .text(reason)])
        case .resumed(let environment, let actor, let reason):
            event(.releaseResumed, environment, ["by": .text(actor.name), "reason": .text(reason)])
        case .releaseFinished(let environment, let result, let running, let down, let router):
            event(
                .releaseFinished, environment,
                [
                    "outcome": .string(result.outcome), "result": .string(result.rawValue),
                    "artifactId": running.map { .string(artifactID($0.artifact)) },
                    "down": down.map { .integer(Int64($0.count)) }, "router": .text(router),
                ])
        default: nil
        }
    }

    var traffic: CDEvent? {
        switch record.event {
        case .trafficShifted(let environment, let share, let took):
            event(
                .releaseShifted, environment,
                ["share": .integer(Int64(share.basisPoints)), "took": .integer(took.milliseconds)])
        case .rollbackStarted(let environment, let cause):
            event(.releaseCondemned, environment, ["cause": .string(cause.word), "reason": .text(cause.sentence)])
        case .withdrawn(let environment, let took, let confirmed, let answering, let asked):
            event(
                .releaseWithdrawn, environment,
                [
                    "took": .integer(took.milliseconds), "confirmed": .boolean(confirmed),
                    "answering": answering.map { .integer(Int64($0)) }, "asked": asked.map { .boolean($0) },
                ])
        default: nil
        }
    }

    private func judgement(_ verdict: Verdict, _ finding: Finding?) -> Members {
        let evidence = finding?.evidence.flatMap { $0.isFinite ? ContentValue.number($0) : nil }
        return [
            "verdict": .string(verdict.rawValue), "rule": .text(finding?.rule), "value": .text(finding?.value),
            "limit": .text(finding?.limit), "evidence": evidence,
        ]
    }

    private func event(
        _ type: EventType, _ environment: EnvironmentName, _ members: Members
    ) -> CDEvent {
        var members = members
        members["environment"] = reference(environment.rawValue)
        members["pipelineRun"] = reference(pipelineRun)
        return event(type, release(environment), members)
    }
}
