import Delivery
import Judge
import Values

/// A candidate that is found unhealthy while it can be taken back is taken back, where the pipeline says so.
struct UnhealthyIsTakenBack: Invariant {
    private var condemned: ReleaseState?
    /// Whether there was nobody to take users back to, so that a person had to decide.
    private var isLeftToPeople = false

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.release else { return nil }
        if release.verdict == .unhealthy, release.settings.rollback.automatic { condemned = release }
        if release.verdict == .unhealthy, release.isHalted { isLeftToPeople = true }
        if moment.events.contains(where: \.isStart) { isLeftToPeople = false }
        guard condemned != nil, release.isFinished else { return nil }
        condemned = nil
        if isLeftToPeople { return nil }
        guard release.isRollingBack else {
            return "an unhealthy candidate ended \(release.result?.rawValue ?? "nowhere")"
        }
        return nil
    }
}

extension Event {
    fileprivate var isStart: Bool {
        if case .release(_, .started) = self { return true }
        return false
    }
}

/// After a release was taken back, its environment has exactly what it had before, and the router agrees.
struct PreviousIsRestored: Invariant {
    private var before: [EnvironmentName: Deployment] = [:]
    /// Where an attempt was given up because nobody can tell who has the traffic, until the next one has seen to that.
    private var uncertain: Set<EnvironmentName> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(let name, .prepared) in moment.events { uncertain.remove(name) }
        for case .release(let name, .started) in moment.events { before[name] = moment.ledger.stable(in: name) }
        for case .release(let name, .finished(let result, _, _, _)) in moment.events where result != .succeeded {
            guard let release = moment.state.release else { continue }
            if release.isRouteUnknown { uncertain.insert(name) }
            if uncertain.contains(name) || release.isLeftBroken { continue }
            if release.isLeftToCandidate { continue }
            let stable = moment.ledger.stable(in: name)
            guard stable?.artifact == before[name]?.artifact, stable?.places == before[name]?.places else {
                return "\(name) does not have again what it had before"
            }
            if !release.isInPlace, stable != before[name] { return "\(name) has other instances than before" }
            if let previous = release.plan.previous, moment.exposure(of: release) > .none {
                return "\(previous.slot) is said to be restored, and the candidate has traffic"
            }
        }
        return nil
    }
}

/// A release that ends well has somebody who answers, and a router in front.
struct SuccessIsServed: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(_, .finished(.succeeded, let running, let down, let router)) in moment.events {
            if let router { return "it is said to have succeeded, and nobody gets there: \(router)" }
            guard let running, let down, down.count >= running.instances.count else { continue }
            return "\(running.artifact.version) is said to be in service, and no instance of it answers"
        }
        return nil
    }
}

extension ReleaseState {
    /// Whether the new version has everything and fell when nobody could be taken back any more.
    fileprivate var isLeftBroken: Bool { isFinished && isPromoted && !isRollingBack }

    /// Whether the release ended with its traffic not known to be returned, and everything left as it was.
    var isRouteUnknown: Bool {
        isFinished && isRollingBack && plan.previous != nil && wasExposed && rollback?.safeAfter == nil
    }
}

extension Deployment {
    /// Where its instances are, whoever started them.
    fileprivate var places: Set<String> { Set(instances.map { "\($0.id)" }) }
}
