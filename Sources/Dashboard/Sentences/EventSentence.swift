import Delivery
import Judge

/// An event in a sentence, for the events panel and for plain output alike.
public struct EventSentence: Equatable, Sendable {
    /// How the news is meant to be read.
    public enum Tone: Equatable, Sendable {
        case plain, good, bad, warning, question
    }

    public let text: String
    public let tone: Tone
    /// Where all is that something printed.
    public let output: String?
    /// What it printed last, line by line: for a page that has room, below the sentence.
    public let details: [String]

    /// What exactly it was about, where the sentence alone does not say it.
    public let subject: String?

    /// The sentence, what it was about and where the output is, for a page whose lines may be long.
    public var longText: String {
        text + (subject.map { "; \($0)" } ?? "") + (output.map { "; output: \($0)" } ?? "")
    }

    init(
        _ text: String, _ tone: Tone = .plain, output: String? = nil, details: [String] = [], subject: String? = nil
    ) {
        self.text = text
        self.tone = tone
        self.output = output
        self.details = details
        self.subject = subject
    }
}

extension EventSentence {
    /// `nil` for events that say nothing to a person by themselves, as single samples don't.
    public init?(_ event: Event) {
        guard
            let sentence = Self.ofRun(event) ?? Self.ofOrder(event) ?? Self.ofService(event) ?? Self.ofRelease(event)
                ?? Self.ofTraffic(event)
        else { return nil }
        self = sentence
    }

    private static func ofRun(_ event: Event) -> EventSentence? {
        switch event {
        case .runStarted(let pipeline, let change, let actor, _):
            EventSentence("\(pipeline.name): run started by \(actor) for “\(change.title)”")
        case .stageStarted(let stage): EventSentence("stage \(stage) started")
        case .held(let stage, let cause):
            EventSentence("\(stage) has to wait: \(cause)", cause.isGate ? .warning : .plain)
        case .holdEnded(let stage): EventSentence("\(stage) may go on")
        case .superseded(let newer): EventSentence("run \(newer) is newer and takes over", .warning)
        case .approvalRequested(let stage, _): EventSentence("\(stage) waits for an approval", .question)
        case .approved(let stage, let actor, let reason, let commit, let digest):
            EventSentence(
                "\(stage) approved by \(actor)\(because(reason))", .good,
                subject: SeenChange(commit: commit, digest: digest).ifAnything)
        case .rejected(let stage, let actor, let reason):
            EventSentence("\(stage) rejected by \(actor)\(because(reason))", .bad)
        case .approvalExpired(let stage): EventSentence("nobody approved \(stage) in time", .bad)
        case .stepStarted(let step): EventSentence("step \(step) started")
        case .artifactMade(_, let artifact):
            EventSentence("artifact \(artifact.version), \(artifact.digest.short), \(artifact.size)", .good)
        case .stepFinished(let step, let result, let detail, let title, let output):
            EventSentence(
                "\(name(of: step, title, result)) \(result.word)\(detail.map { ": \($0)" } ?? "")", result.tone,
                output: output?.place, details: output?.lines ?? [])
        case .stageFinished(let stage, let result): EventSentence("stage \(stage) \(result.word)", result.tone)
        case .takenUp(let actor): EventSentence("taken up by \(actor), as nobody carried it out any more", .warning)
        case .clockJumped(let jump): EventSentence(Self.sentence(ofClockSetBy: jump), .warning)
        case .runFinished(let result, let finding):
            EventSentence("run \(result.word)\(finding.map { ": \($0.sentence)" } ?? "")", result.tone)
        default: nil
        }
    }

    private static func ofOrder(_ event: Event) -> EventSentence? {
        switch event {
        case .cancelRequested(let actor, let reason):
            EventSentence("cancelled by \(actor)\(because(reason))", .warning)
        case .runReopened(let place, let actor, let reason):
            EventSentence(
                "goes on\(place.stage.map { " from \($0)" } ?? ""), ordered by \(actor)\(because(reason))", .warning)
        case .stepRetried(let step): EventSentence("step \(step) will be done again")
        case .stepSkipped(let step, let actor, let reason):
            EventSentence("step \(step) skipped by \(actor): \(reason)", .warning)
        case .environmentFrozen(let environment, let actor, let reason):
            EventSentence("\(environment) frozen by \(actor): \(reason)", .warning)
        case .environmentUnfrozen(let environment, let actor, let reason):
            EventSentence("\(environment) unfrozen by \(actor): \(reason)")
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            EventSentence(
                "transition to \(TransitionID(stage, of: pipeline)) disabled by \(actor): \(reason)", .warning)
        case .transitionEnabled(let stage, let actor, let reason, let pipeline):
            EventSentence("transition to \(TransitionID(stage, of: pipeline)) enabled by \(actor): \(reason)")
        case .monitorFailed(let monitor, let detail): EventSentence("monitor \(monitor): \(detail)", .bad)
        case .monitorRecovered(let monitor): EventSentence("monitor \(monitor) is well again", .good)
        case .monitorReported(let monitor, let report):
            EventSentence(
                "monitor \(monitor): \(report.checks) checks, \(report.failures) failed, "
                    + "slowest \(report.slowest.brief)")
        case .eventsLost(let after, let through, let actor, let reason):
            EventSentence(lossOfEvents(after: after, through: through, accepted: actor, reason), .bad)
        default: nil
        }
    }

    private static func lossOfEvents(
        after: Int64, through: Int64, accepted actor: Actor, _ reason: String
    ) -> String {
        let what = through > after ? "events \(after + 1) to \(through) are lost" : "events after \(after) are lost"
        return "\(what); accepted by \(actor): \(reason)"
    }

    /// Whether what users have answers.
    private static func ofService(_ event: Event) -> EventSentence? {
        switch event {
        case .stableAsked(let environment, 0, let down):
            EventSentence(
                "stable is DOWN in \(environment): 0 of \(NumberText.count(down.count, "instance")) answer"
                    + "\(down.first.map { "; \($0.instance): \($0.failure.sentence)" } ?? "")", .bad)
        case .stableAsked(_, let answering, let down):
            EventSentence(
                "stable: \(answering) of \(NumberText.count(answering + down.count, "instance")) answer",
                down.isEmpty ? .plain : .warning)
        case .instanceDown(let environment, let instance, let failure):
            EventSentence("\(instance) is DOWN in \(environment): \(failure.sentence)", .bad)
        case .instanceUp(let environment, let instance):
            EventSentence("\(instance) answers again in \(environment)", .good)
        case .routerDown(let environment, let detail):
            EventSentence("the router of \(environment) is DOWN: \(detail)", .bad)
        case .routerUp(let environment, startedAgain: true):
            EventSentence("the router of \(environment) was gone, and was started again", .warning)
        case .routerUp(let environment, _): EventSentence("the router of \(environment) listens again", .good)
        default: nil
        }
    }

    private static func ofRelease(_ event: Event) -> EventSentence? {
        switch event {
        case .releaseStarted(let environment, let plan):
            EventSentence(
                "releasing \(plan.artifact.version) to \(environment) (\(plan.slot.rawValue))"
                    + doubt(about: plan.previous))
        case .releasePrepared(_, let renewed?):
            EventSentence(
                "the release on \(renewed.map(\.shortName).joined(separator: ", ")) was changed since it was unpacked; "
                    + "instances start from a fresh copy beside it", .warning)
        case .instanceStarted(_, let instance, let endpoint): EventSentence("\(instance) started at \(endpoint)")
        case .instanceReady(_, let instance, let took, let note):
            EventSentence("\(instance) ready after \(took.brief)\(note.map { "; \($0.sentence)" } ?? "")", .good)
        case .instanceFailed(_, let instance, let failure):
            EventSentence("\(instance) failed: \(failure.sentence)", .bad, details: failure.printed)
        case .instanceStopped(_, let instance): EventSentence("\(instance) stopped")
        case .instanceAbandoned(_, let instance, let problem):
            EventSentence("\(instance) could not be stopped: \(problem)", .bad)
        case .probeFailed(_, let instance, let detail): EventSentence("\(instance): \(detail)", .warning)
        case .halted(_, let actor, let reason): EventSentence("halted by \(actor)\(because(reason))", .warning)
        case .resumed(_, let actor, let reason): EventSentence("resumed by \(actor)\(because(reason))")
        case .verdictReached(_, let verdict, let finding):
            EventSentence("verdict: \(verdict.statement)\(finding.map { ": \($0.sentence)" } ?? "")", verdict.tone)
        case .routerClosed(let environment):
            EventSentence("nothing is in service in \(environment); its router has ended")
        case .retryScheduled(_, let problem, _): EventSentence("\(problem); trying again", .warning)
        case .releaseFinished(let environment, let result, let running, let down, let router):
            EventSentence(
                "\(environment) \(result.word)\(running.map { ": \($0.sentence(down: down, router: router))" } ?? "")",
                router != nil || running.map { $0.isDown(down) } == true ? .bad : result.tone)
        default: nil
        }
    }

    /// What nobody knows of those who serve so far.
    private static func doubt(about previous: Deployment?) -> String {
        guard let previous, case .unknown(let why)? = previous.listenerNote else { return "" }
        return "; who listens on the ports of \(previous.artifact.version) can't be told: \(why)"
    }

    private static func ofTraffic(_ event: Event) -> EventSentence? {
        switch event {
        case .trafficShifting(_, let share): EventSentence("traffic to the candidate → \(share)")
        case .trafficShifted(_, let share, let took):
            EventSentence("candidate has \(share) (took \(took.brief))", .good)
        case .leaseLost:
            EventSentence("the lease ran out: no request goes to the candidate until it gets a share again", .warning)
        case .stepPassed(_, let share, requests: 0):
            EventSentence("\(share) passed: no request came", .warning)
        case .stepPassed(_, let share, let requests):
            EventSentence("\(share) passed (\(requests) \(requests == 1 ? "request" : "requests"))", .good)
        case .promotionStarted(_, .policy, let reason):
            EventSentence("promotion begins, by the pipeline's rules\(because(reason))")
        case .promotionStarted(_, let actor, let reason):
            EventSentence("promotion ordered by \(actor)\(because(reason))")
        case .promoted(_, let deployment):
            EventSentence("\(deployment.artifact.version) has all traffic", .good)
        case .rollbackStarted(_, let cause): EventSentence("rolling back: \(cause.sentence)", .bad)
        case .withdrawn(_, let took, _, answering: 0, _):
            EventSentence(
                "all traffic goes to stable again, \(took.brief) after the decision, and NO instance of it answers",
                .bad)
        case .withdrawn(_, let took, true, _, asked: false):
            EventSentence(
                "all traffic goes to stable again, \(took.brief) after the decision; nobody knows yet whether it answers",
                .warning)
        case .withdrawn(_, let took, let confirmed, _, _):
            EventSentence(
                confirmed
                    ? "all traffic is back on stable, \(took.brief) after the decision"
                    : "the router could not be asked; the lease has run out, so no request goes to the candidate",
                confirmed ? .good : .warning)
        case .drainStarted(_, let slot, let open, let limit):
            EventSentence(
                open == 1
                    ? "1 request is open on \(slot.rawValue); it is cut off if it is still open in \(limit.brief)"
                    : "\(open) requests are open on \(slot.rawValue); what is still open in \(limit.brief) is cut off",
                .warning)
        case .drained(_, let slot, cut: nil):
            EventSentence("nobody could ask what is open on \(slot.rawValue): requests may be cut off", .warning)
        case .drained(_, let slot, let cut?):
            cut == 0
                ? EventSentence("\(slot.rawValue) drained")
                : EventSentence(
                    "\(slot.rawValue) drained; \(cut) \(cut == 1 ? "request was" : "requests were") cut off", .warning)
        default: nil
        }
    }

    private static func sentence(ofClockSetBy jump: Duration) -> String {
        let change = jump < .zero ? "\((Duration.zero - jump).brief) back" : "\(jump.brief) ahead"
        return "this machine's clock was set \(change); a bake begins again"
    }

    /// One that went well is called as it was when it started.
    private static func name(of step: StepID, _ title: String?, _ result: RunResult) -> String {
        guard let title, result != .succeeded else { return "step \(step)" }
        return "\(step.stage): \(title)"
    }

    private static func because(_ reason: String?) -> String {
        reason.map { ": \($0)" } ?? ""
    }
}
