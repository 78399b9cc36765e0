import Judge
import Values

/// One release into one environment: an artifact beside what users have now.
public struct ReleaseState: Equatable, Sendable, Codable {
    public let environment: EnvironmentName
    public let settings: Environment
    public let plan: ReleasePlan
    public let ladder: Ladder
    public let platform: PlatformTraits
    public let startedAt: Timestamp
    public internal(set) var phase: ReleasePhase = .preparing
    /// The rung of the ladder that the release is at or on its way to, from 0.
    public internal(set) var rungIndex = 0
    /// The candidate's share, as the router confirmed it.
    public internal(set) var split = Share.none
    /// The share that the router was asked for and has not confirmed.
    public internal(set) var target: Share?
    /// When the router was asked for it.
    public internal(set) var targetSince: Timestamp?
    /// By how much longer than usual a share may last that nobody holds open: the clock that its lease goes by was set
    /// back since it is known to have been set.
    public internal(set) var leaseExcess = Duration.zero
    /// Whether that clock was set since the router was last asked for a share.
    var hasClockMoved = false
    /// When something was last recorded of it.
    var lastEventAt: Timestamp?
    /// Whether the candidate was ever offered traffic.
    public internal(set) var wasExposed = false
    /// Whether the router may have been told to make the candidate stable; from then on no lease protects.
    public internal(set) var mayBePromoted = false
    /// Whether the router knows the candidate's instances, as far as an executor that has not died since made sure.
    public internal(set) var attached = false
    public internal(set) var isRouterClosed = false
    public internal(set) var halt: Halt?
    public internal(set) var bake: BakeProgress?
    public internal(set) var instances: [InstanceState]
    /// The instances of what users had before: of stable, until they are stopped.
    public internal(set) var leaving: [InstanceState]
    /// When those were last asked anew; `nil` when nobody has asked since the release began or was taken up.
    public internal(set) var stableAskedAt: Timestamp?
    /// Whether no instance of stable answered when the release began, nor any since.
    public internal(set) var beganWithoutStable = false
    /// The instances that were kept ready when it began, in the way of its own.
    var displaced: [InstanceState] = []
    /// Until when the old instances stay ready, once that is recorded.
    public internal(set) var oldKeptUntil: Timestamp?
    /// The instances that get requests, as the router last confirmed it; only where they are replaced in place.
    public internal(set) var routed: [InstanceID] = []
    /// How many places the new version may have by now, of which some may be empty just now.
    var placesOffered = 0
    /// Whether the router may have been asked for something else since.
    var isRouteUncertain = false
    /// The old version's instances that a rollback in place puts back.
    public internal(set) var restored: [InstanceState] = []
    public internal(set) var health: Health
    public internal(set) var verdict: Verdict?
    /// Whether it came after the promotion.
    var isVerdictLate = false
    public internal(set) var rollback: Rollback?
    public internal(set) var promotedAt: Timestamp?
    /// From when on the time counts for which it is watched with all traffic.
    public internal(set) var watchingSince: Timestamp?
    public internal(set) var retryAt: Timestamp?
    /// How often an effect of the current phase was tried in vain.
    public internal(set) var retries = 0
    public internal(set) var result: RunResult?
    /// Why the router did not run when the release ended; `nil` where it did.
    public internal(set) var routerProblem: String?

    init(environment: EnvironmentName, settings: Environment, plan: ReleasePlan, at time: Timestamp) {
        self.environment = environment
        self.settings = settings
        self.plan = plan
        ladder = plan.ladder ?? settings.strategy.ladder(beside: plan.previous)
        platform = plan.platform ?? .haproxy
        startedAt = time
        let returning = plan.returnsToKept == true ? plan.kept?.instances ?? [] : []
        instances = plan.instances.map { id in
            InstanceState(id: id, endpoint: returning.first { $0.id == id }?.endpoint)
        }
        if returning.isEmpty {
            displaced = (plan.kept?.instances ?? []).map {
                InstanceState(id: $0.id, phase: .ready, endpoint: $0.endpoint)
            }
        }
        leaving = (plan.previous?.instances ?? []).map {
            InstanceState(
                id: $0.id, phase: .ready, endpoint: $0.endpoint, listenerNote: plan.previous?.listenerNote)
        }
        health = Health(rules: settings.health, at: time)
        if isInPlace { routed = leaving.map(\.id) }
    }

    public var isHalted: Bool { halt != nil && !isFinished }
    public var isFinished: Bool { phase == .finished }
    public var isRollingBack: Bool { rollback != nil }

    /// The finding that the rollback rests on, if the candidate was judged bad; with all failures known by now, some of
    /// which came after the verdict.
    public var finding: Finding? {
        guard case .unhealthy(var finding)? = rollback?.cause else { return nil }
        finding.failedRequests = health.candidate.outcomes.bad
        finding.firstFailure = finding.firstFailure ?? health.firstFailure
        finding.unseenRequests = health.unseenRequests
        finding.hasGap = health.hasGap
        return finding
    }

    /// Requests that the candidate answered within the current bake.
    public var bakedRequests: Int {
        bake.map { health.candidate.outcomes.requests - $0.requestsBefore } ?? 0
    }

    /// Whether returning all traffic is still possible: the old instances are all there.
    public var canRollBack: Bool {
        rollback == nil && !isFinished && phase != .stopping && phase != .closing
            && (plan.previous != nil || !isPromoted) && !(isInPlace && isPromoted)
    }

    /// The rung that it is at or on its way to; `nil` past the last one.
    public var rung: Rung? { ladder.rung(at: rungIndex) }

    public var isPromoted: Bool { promotedAt != nil }

    /// Whether the candidate was found unhealthy on its way: then it is not resumed.
    public var isCondemned: Bool { verdict == .unhealthy && !isPromoted }

    /// Whether the candidate had all traffic when it was condemned: what it answered since then nobody had compared.
    public var wasCondemnedAfterPromotion: Bool { verdict == .unhealthy && isVerdictLate }

    /// Whether the candidate may have a share that nobody has decided to keep or to close for good.
    public var isExposedInPart: Bool { wasExposed && !mayBePromoted && !isRollingBack && !isFinished }

    /// Whether an executor that leaves closes it: in place nobody is there who could take it at once.
    public var closesWhenLeft: Bool { isExposedInPart && !isStableDown && !isInPlace }

    /// How long such a share lasts at most once its executor has died; `nil` where it stays open, and while none is.
    public var closesByItselfWithin: Duration? {
        isExposedInPart ? platform.deadManSwitch.map { $0.certainlyOver + leaseExcess } : nil
    }
}

/// Where a release is. Each phase wants its own effects, and nothing else.
public enum ReleasePhase: String, Equatable, Sendable, Codable {
    /// The artifact goes to the hosts; the router stands ready.
    case preparing
    case starting
    case attaching
    /// The candidate is being given the current step's share.
    case shifting
    case baking
    /// In place: the current step's instances take the places of old ones.
    case replacing
    /// The candidate is being made stable.
    case promoting
    /// Promoted: it is watched for a while more, and the old instances stay ready.
    case watching
    /// Traffic is being returned: a rollback's first act.
    case withdrawing
    /// Requests in flight on the side that leaves are ending.
    case draining
    /// The new instances prove themselves once more: after this nobody could be taken back.
    case confirming
    /// The instances of the side that leaves are being stopped.
    case stopping
    /// In place: the old version's instances are put back.
    case restoring
    /// A first release was taken back: the router has nobody to send requests to, and is ended.
    case closing
    case finished
}

/// A halt: by whom and why.
public struct Halt: Equatable, Sendable, Codable {
    public let by: Actor
    public let reason: Reason?
    public let since: Timestamp
}

/// A bake under way.
public struct BakeProgress: Equatable, Sendable, Codable {
    public let since: Timestamp
    /// The candidate's requests before the bake began.
    public let requestsBefore: Int
}

/// A rollback: why, and how it goes.
public struct Rollback: Equatable, Sendable, Codable {
    public let cause: RollbackCause
    public internal(set) var startedAt: Timestamp
    /// Since when an executor has tried without dying.
    public internal(set) var triedSince: Timestamp
    /// From the decision until no request could reach the candidate.
    public internal(set) var safeAfter: Duration?
}

/// One instance of a release.
public struct InstanceState: Equatable, Sendable, Codable {
    public enum Phase: String, Equatable, Sendable, Codable {
        case waiting
        /// It was asked for; there may be a process already.
        case starting
        case started, ready, failed
        /// It gets no requests any more, and has none left.
        case drained
        case stopped, abandoned
    }

    public let id: InstanceID
    public internal(set) var phase: Phase = .waiting
    public internal(set) var endpoint: Endpoint?
    /// When it was started, or last had to prove itself.
    public internal(set) var startedAt: Timestamp?
    /// Since when it doesn't answer, or has failed; `nil` while it does.
    public internal(set) var outage: Outage?
    /// What is to be said of who listens on its port; `nil` where that is its own process.
    public internal(set) var listenerNote: ListenerNote?

    /// Whether there may be a process that has to end.
    var mayRun: Bool {
        switch phase {
        case .starting, .started, .ready, .failed, .drained: true
        case .waiting, .stopped, .abandoned: false
        }
    }
}
