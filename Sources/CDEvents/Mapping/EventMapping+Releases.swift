import Delivery
import Judge
import Values

/// What happens to a release on its way: Slipway's own events. Shares are basis points, times milliseconds.
extension EventMapping {
    func releasing(_ event: ReleaseEvent, in environment: EnvironmentName) -> CDEvent? {
        switch event {
        case .started(let plan): started(plan, in: environment)
        case .trafficShifted(let share, let took):
            self.event(
                .releaseShifted, environment,
                ["share": .integer(Int64(share.basisPoints)), "took": .integer(took.milliseconds)])
        case .verdictReached(let verdict, let finding):
            self.event(.releaseJudged, environment, judgement(verdict, finding))
        case .halted(let actor, let reason):
            self.event(.releaseHalted, environment, ["by": .text(actor.name), "reason": .text(reason?.description)])
        case .resumed(let actor, let reason):
            self.event(.releaseResumed, environment, ["by": .text(actor.name), "reason": .text(reason)])
        case .rollbackStarted(let cause):
            self.event(.releaseCondemned, environment, ["cause": .string(cause.word), "reason": .text(cause.sentence)])
        case .withdrawn(let took, let confirmed, let answering, let asked):
            withdrawn(environment, took, confirmed, answering, asked)
        case .finished(let result, let running, let down, let router):
            finished(environment, result, running, down, router)
        case .stableAsked, .prepared, .instance, .requestsRouted, .candidateAttached, .trafficShifting, .leaseLost,
            .trafficSampled,
            .rungPassed, .promotionStarted, .promoted, .oldReleased, .oldKept, .versionReady, .databaseMigrated,
            .drainStarted, .drained, .retryScheduled,
            .retried,
            .routerClosing, .routerClosed:
            nil
        }
    }

    private func started(_ plan: ReleasePlan, in environment: EnvironmentName) -> CDEvent {
        event(
            .releaseStarted, environment,
            [
                "artifactId": .string(artifactID(plan.artifact)),
                "previousArtifactId": plan.previous.map { .string(artifactID($0.artifact)) },
            ])
    }

    private func withdrawn(
        _ environment: EnvironmentName, _ took: Duration, _ confirmed: Bool, _ answering: Int?, _ asked: Bool?
    ) -> CDEvent {
        event(
            .releaseWithdrawn, environment,
            [
                "took": .integer(took.milliseconds), "confirmed": .boolean(confirmed),
                "answering": answering.map { .integer(Int64($0)) }, "asked": asked.map { .boolean($0) },
            ])
    }

    private func finished(
        _ environment: EnvironmentName, _ result: RunResult, _ running: Deployment?, _ down: [StandingTrouble]?,
        _ router: String?
    ) -> CDEvent {
        event(
            .releaseFinished, environment,
            [
                "outcome": .string(result.outcome), "result": .string(result.rawValue),
                "artifactId": running.map { .string(artifactID($0.artifact)) },
                "down": down.map { .integer(Int64($0.count)) }, "router": .text(router),
            ])
    }

    private func judgement(_ verdict: Verdict, _ finding: Finding?) -> Members {
        let evidence = finding?.evidence.flatMap { $0.isFinite ? JSONValue.number($0) : nil }
        return [
            "verdict": .string(verdict.rawValue), "rule": .text(finding?.rule),
            "value": .text(finding?.value.description),
            "limit": .text(finding?.limit.description), "evidence": evidence,
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
