import Values

extension ReleaseEvent {
    var recordedName: String {
        switch self {
        case .started: "releaseStarted"
        case .stableAsked: "stableAsked"
        case .prepared: "releasePrepared"
        case .candidateAttached: "candidateAttached"
        case .requestsRouted: "requestsRouted"
        case .trafficShifting: "trafficShifting"
        case .trafficShifted: "trafficShifted"
        case .leaseLost: "leaseLost"
        case .trafficSampled: "trafficSampled"
        case .rungPassed: "rungPassed"
        case .verdictReached: "verdictReached"
        case .halted: "halted"
        case .resumed: "resumed"
        case .promotionStarted: "promotionStarted"
        case .promoted: "promoted"
        case .oldReleased: "oldReleased"
        case .versionReady: "versionReady"
        case .databaseMigrated: "databaseMigrated"
        case .oldKept: "oldKept"
        case .rollbackStarted: "rollbackStarted"
        case .withdrawn: "withdrawn"
        case .drainStarted: "drainStarted"
        case .drained: "drained"
        case .retryScheduled: "retryScheduled"
        case .retried: "retried"
        case .routerClosing: "routerClosing"
        case .routerClosed: "routerClosed"
        case .finished: "releaseFinished"
        case .instance(_, let event): event.recordedName
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .started(let plan):
            try values.write(plan, "plan")
        case .stableAsked(let answering, let down):
            try values.write(answering, "answering")
            try values.write(down, "down")
        case .prepared(let renewed):
            try values.write(renewed, "renewed")
        case .requestsRouted(let instances):
            try values.write(instances, "to")
        case .trafficShifting(let share):
            try values.write(share, "to")
        case .trafficShifted(let share, let took):
            try values.write(share, "to")
            try values.write(took, "took")
        case .trafficSampled(let sample):
            try values.write(sample, "sample")
        case .rungPassed(let share, let requests):
            try values.write(share, "share")
            try values.write(requests, "requests")
        case .verdictReached(let verdict, let finding):
            try values.write(verdict, "verdict")
            try values.write(finding, "finding")
        case .halted(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .resumed(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .promotionStarted(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .promoted(let deployment):
            try values.write(deployment, "deployment")
        case .rollbackStarted(let cause):
            try values.write(cause, "cause")
        case .withdrawn(let took, let confirmed, let answering, let asked):
            try values.write(took, "took")
            try values.write(confirmed, "confirmed")
            try values.write(answering, "answering")
            try values.write(asked, "asked")
        case .drainStarted(let slot, let open, let within):
            try values.write(slot, "slot")
            try values.write(open, "open")
            try values.write(within, "within")
        case .drained(let slot, let cut):
            try values.write(slot, "slot")
            try values.write(cut, "cut")
        case .retryScheduled(let problem, let due):
            try values.write(problem, "problem")
            try values.write(due, "at")
        case .finished(let result, let running, let down, let router):
            try values.write(result, "result")
            try values.write(running, "running")
            try values.write(down, "down")
            try values.write(router, "router")
        case .instance(let id, let event):
            try values.write(id, "instance")
            try event.write(to: &values)
        case .versionReady(let artifact, let commit, let ahead):
            try values.write(artifact, "artifact")
            try values.write(commit, "commit")
            try values.write(ahead, "ahead")
        case .oldKept(let length): try values.write(length, "for")
        case .databaseMigrated, .candidateAttached, .leaseLost, .oldReleased, .retried, .routerClosing, .routerClosed:
            break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        if let event = try InstanceEvent(name, values) {
            self = .instance(try values.read("instance"), event)
            return
        }
        switch name {
        case "releaseStarted": self = .started(plan: try values.read("plan"))
        case "stableAsked": self = .stableAsked(answering: try values.read("answering"), down: try values.read("down"))
        case "releasePrepared": self = .prepared(renewed: try values.readIfPresent("renewed"))
        case "candidateAttached": self = .candidateAttached
        case "requestsRouted": self = .requestsRouted(to: try values.read("to"))
        case "trafficShifting": self = .trafficShifting(to: try values.read("to"))
        case "trafficShifted": self = .trafficShifted(to: try values.read("to"), took: try values.read("took"))
        case "leaseLost": self = .leaseLost
        case "trafficSampled": self = .trafficSampled(sample: try values.read("sample"))
        case "rungPassed", "stepPassed":
            self = .rungPassed(share: try values.read("share"), requests: try values.read("requests"))
        case "verdictReached":
            self = .verdictReached(verdict: try values.read("verdict"), finding: try values.readIfPresent("finding"))
        case "halted": self = .halted(by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "resumed": self = .resumed(by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "promotionStarted":
            self = .promotionStarted(by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "promoted": self = .promoted(deployment: try values.read("deployment"))
        case "oldReleased": self = .oldReleased
        case "databaseMigrated": self = .databaseMigrated
        case "versionReady":
            self = .versionReady(
                artifact: try values.read("artifact"), commit: try values.readIfPresent("commit"),
                ahead: try values.readIfPresent("ahead"))
        case "oldKept": self = .oldKept(for: try values.read("for"))
        case "rollbackStarted": self = .rollbackStarted(cause: try values.read("cause"))
        case "withdrawn":
            self = .withdrawn(
                took: try values.read("took"), confirmed: try values.read("confirmed"),
                answering: try values.readIfPresent("answering"), asked: try values.readIfPresent("asked"))
        case "drainStarted":
            self = .drainStarted(
                slot: try values.read("slot"), open: try values.read("open"), within: try values.read("within"))
        case "drained": self = .drained(slot: try values.read("slot"), cut: try values.readIfPresent("cut"))
        case "retryScheduled": self = .retryScheduled(problem: try values.read("problem"), at: try values.read("at"))
        case "retried": self = .retried
        case "routerClosing": self = .routerClosing
        case "routerClosed": self = .routerClosed
        case "releaseFinished":
            self = .finished(
                result: try values.read("result"), running: try values.readIfPresent("running"),
                down: try values.readIfPresent("down"),
                router: try values.readIfPresent("router"))
        default: return nil
        }
    }
}
