import Delivery
import Judge
import Values

extension ReleaseEvent {
    func sentence(in environment: EnvironmentName) -> EventSentence? {
        switch self {
        case .started(let plan): .releasing(plan, to: environment)
        case .stableAsked(let answering, let down): .stable(answering: answering, down: down, in: environment)
        case .prepared(let renewed): renewed.map(EventSentence.renewed)
        case .instance(let instance, let event): event.sentence(of: instance)
        case .requestsRouted(let instances):
            instances.isEmpty ? EventSentence("no instance gets requests", .warning) : nil
        case .trafficShifting(let share): EventSentence("traffic to the candidate → \(share)")
        case .trafficShifted(let share, let took):
            EventSentence("candidate has \(share) (took \(took.brief))", .good)
        case .leaseLost:
            EventSentence("the lease ran out: no request goes to the candidate until it gets a share again", .warning)
        case .rungPassed(let share, let requests): .passed(share, requests: requests)
        case .verdictReached(let verdict, let finding):
            EventSentence("verdict: \(verdict.statement)", because: finding?.sentence, verdict.tone)
        case .halted(.policy, let reason):
            EventSentence("halted by the pipeline's rules", because: reason?.description, .warning)
        case .halted(let actor, let reason): EventSentence("halted by \(actor)", because: reason?.description, .warning)
        case .resumed(let actor, let reason): EventSentence("resumed by \(actor)", because: reason)
        case .promotionStarted(.policy, let reason):
            EventSentence("promotion begins, by the pipeline's rules", because: reason?.description)
        case .promotionStarted(let actor, let reason):
            EventSentence("promotion ordered by \(actor)", because: reason?.description)
        case .promoted(let deployment): EventSentence("\(deployment.artifact.version) has all traffic", .good)
        case .rollbackStarted(let cause): EventSentence("rolling back: \(cause.sentence)", .bad)
        case .withdrawn(let took, let confirmed, let answering, let asked):
            .withdrawn(after: took.brief, confirmed: confirmed, answering: answering, asked: asked)
        case .drainStarted(let slot, let open, let limit): .draining(slot, open: open, within: limit)
        case .drained(let slot, let cut): .drained(slot.rawValue, cut: cut)
        case .retryScheduled(let problem, _): EventSentence("\(problem); trying again", .warning)
        case .routerClosed: EventSentence("nothing is in service in \(environment); its router has ended")
        case .finished(let result, let running, let down, let router):
            .finished(environment, result, running, down: down, router: router)
        case .versionReady(let artifact, _, let ahead):
            EventSentence(
                "\(artifact.version) is ready for \(environment)"
                    + (ahead.map { ", \(NumberText.count($0, "commit")) ahead" } ?? ""))
        case .databaseMigrated:
            EventSentence("the database of \(environment) moves on from here, and can't go back", .warning)
        case .oldKept(let length): EventSentence("the old instances stay ready for \(length.brief)")
        case .candidateAttached, .trafficSampled, .oldReleased, .retried, .routerClosing: nil
        }
    }
}

// MARK: - Before users get it

extension EventSentence {
    fileprivate static func releasing(_ plan: ReleasePlan, to environment: EnvironmentName) -> EventSentence {
        EventSentence(
            "releasing \(plan.artifact.version) to \(environment) (\(plan.slot.rawValue))" + doubt(about: plan.previous)
        )
    }

    /// What nobody knows of those who serve so far.
    private static func doubt(about previous: Deployment?) -> String {
        guard let previous, case .unknown(let why)? = previous.listenerNote else { return "" }
        return "; who listens on the ports of \(previous.artifact.version) can't be told: \(why)"
    }

    fileprivate static func stable(
        answering: Int, down: [InstanceTrouble], in environment: EnvironmentName
    ) -> EventSentence {
        if answering == 0 {
            return EventSentence(
                "stable is DOWN in \(environment): 0 of \(NumberText.count(down.count, "instance")) answer"
                    + "\(down.first.map { "; \($0.instance): \($0.failure.sentence)" } ?? "")", .bad)
        }
        return EventSentence(
            "stable: \(answering) of \(NumberText.count(answering + down.count, "instance")) answer",
            down.isEmpty ? .plain : .warning)
    }

    fileprivate static func renewed(on hosts: [HostAddress]) -> EventSentence {
        EventSentence(
            "the release on \(hosts.map(\.shortName).joined(separator: ", ")) was changed since it was unpacked; "
                + "instances start from a fresh copy beside it", .warning)
    }
}

// MARK: - While users have it

extension EventSentence {
    fileprivate static func passed(_ share: Share, requests: Int) -> EventSentence {
        if requests == 0 { return EventSentence("\(share) passed: no request came", .warning) }
        return EventSentence("\(share) passed (\(requests) \(requests == 1 ? "request" : "requests"))", .good)
    }

    /// - Parameter time: how long it took from the decision on.
    fileprivate static func withdrawn(
        after time: String, confirmed: Bool, answering: Int?, asked: Bool?
    ) -> EventSentence {
        let beginning = "all traffic goes to stable again, \(time) after the decision"
        if answering == 0 { return EventSentence("\(beginning), and NO instance of it answers", .bad) }
        guard confirmed else {
            return EventSentence(
                "the router could not be asked; the lease has run out, so no request goes to the candidate", .warning)
        }
        if asked == false { return EventSentence("\(beginning); nobody knows yet whether it answers", .warning) }
        return EventSentence("all traffic is back on stable, \(time) after the decision", .good)
    }

    fileprivate static func draining(_ slot: Slot, open: Int, within limit: Duration) -> EventSentence {
        EventSentence(
            open == 1
                ? "1 request is open on \(slot.rawValue); it is cut off if it is still open in \(limit.brief)"
                : "\(open) requests are open on \(slot.rawValue); what is still open in \(limit.brief) is cut off",
            .warning)
    }

    /// - Parameter who: a slot, or an instance.
    static func drained(_ who: String, cut: Int?) -> EventSentence {
        guard let cut else {
            return EventSentence(
                "nobody could ask what is open on \(who): requests may be cut off", .warning)
        }
        if cut == 0 { return EventSentence("\(who) drained") }
        return EventSentence(
            "\(who) drained; \(cut) \(cut == 1 ? "request was" : "requests were") cut off", .warning)
    }

    fileprivate static func finished(
        _ environment: EnvironmentName, _ result: RunResult, _ running: Deployment?, down: [StandingTrouble]?,
        router: String?
    ) -> EventSentence {
        let isDown = router != nil || running.map { $0.isDown(down) } == true
        return EventSentence(
            "\(environment) \(result.word)", because: running?.sentence(down: down, router: router),
            isDown ? .bad : result.tone)
    }
}
