import Delivery
import Values

/// The candidate never really gets more traffic than the record allows by then.
struct ExposureIsAllowed: Invariant {
    private var allowed: [EnvironmentName: Share] = [:]
    /// Where an attempt was given up because nobody can tell who has the traffic, until the next one has seen to that.
    private var uncertain: Set<EnvironmentName> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(let name, let event) in moment.events {
            note(event, in: name)
            if case .finished = event, moment.state.release(in: name)?.isRouteUnknown == true { uncertain.insert(name) }
        }
        guard let release = moment.state.release else { return nil }
        let limit = allowed[release.environment] ?? .none
        let exposure = moment.exposure(of: release)
        return exposure > limit ? "the candidate gets \(exposure), \(limit) is allowed" : nil
    }

    /// A shift that is under way allows both what was and what will be, until it is confirmed.
    private mutating func note(_ event: ReleaseEvent, in name: EnvironmentName) {
        switch event {
        case .started: if !uncertain.contains(name) { allowed[name] = Share.none }
        case .prepared: if uncertain.remove(name) != nil { allowed[name] = Share.none }
        case .withdrawn: allowed[name] = Share.none
        case .trafficShifting(let share): allowed[name] = max(allowed[name] ?? .none, share)
        case .trafficShifted(let share, _): allowed[name] = share
        case .promotionStarted: allowed[name] = .all
        case .stableAsked, .instance, .candidateAttached, .requestsRouted, .leaseLost, .trafficSampled,
            .rungPassed,
            .verdictReached, .halted, .resumed, .promoted, .oldReleased, .oldKept, .versionReady, .databaseMigrated,
            .rollbackStarted, .drainStarted,
            .drained,
            .retryScheduled, .retried, .routerClosing, .routerClosed, .finished:
            break
        }
    }
}

/// No request reaches a candidate before each of its instances that get requests was seen ready.
struct CandidateIsReadyBeforeExposure: Invariant {
    private var ready: Set<InstanceID> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(_, .instance(let id, .ready)) in moment.events { ready.insert(id) }
        guard let release = moment.state.release, moment.exposure(of: release) > .none else { return nil }
        let served = moment.world.sites[release.environment]?.router.servers[release.plan.slot] ?? []
        let early = release.plan.instances.first { served.contains($0) && !ready.contains($0) }
        return early.map { "the candidate gets traffic, and \($0) was never ready" }
    }
}
