import Delivery

/// The candidate never really gets more traffic than the record allows by then.
struct ExposureIsAllowed: Invariant {
    private var allowed: [EnvironmentName: Share] = [:]

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events { note(event) }
        guard let release = moment.state.release else { return nil }
        let limit = allowed[release.environment] ?? .none
        let exposure = moment.exposure(of: release)
        return exposure > limit ? "the candidate gets \(exposure), \(limit) is allowed" : nil
    }

    /// A shift that is under way allows both what was and what will be, until it is confirmed.
    private mutating func note(_ event: Event) {
        switch event {
        case .releaseStarted(let name, _): allowed[name] = Share.none
        case .trafficShifting(let name, let share): allowed[name] = max(allowed[name] ?? .none, share)
        case .trafficShifted(let name, let share, _): allowed[name] = share
        case .promotionStarted(let name, _, _): allowed[name] = .all
        case .withdrawn(let name, _, _, _, _): allowed[name] = Share.none
        default: break
        }
    }
}

/// No request reaches a candidate before each of its instances was seen ready.
struct CandidateIsReadyBeforeExposure: Invariant {
    private var ready: Set<InstanceID> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .instanceReady(_, let id, _, _) in moment.events { ready.insert(id) }
        guard let release = moment.state.release, moment.exposure(of: release) > .none else { return nil }
        let early = release.plan.instances.first { !ready.contains($0) }
        return early.map { "the candidate gets traffic, and \($0) was never ready" }
    }
}
