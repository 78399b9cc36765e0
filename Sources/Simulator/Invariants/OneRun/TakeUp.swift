import Delivery
import Values

/// After a run was taken up, the candidate's traffic never grows before each of its instances was checked again.
struct NothingOpensUnproven: Invariant {
    /// The instances that nobody has looked at since; `nil` when none has to be looked at.
    private var unproven: Set<InstanceID>?
    private var limit = Share.none

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events { note(event, moment) }
        guard let unproven, !unproven.isEmpty, let release = moment.state.release else { return nil }
        let exposure = moment.exposure(of: release)
        defer { limit = exposure }
        guard exposure > limit else { return nil }
        return "the candidate's traffic grew from \(limit) to \(exposure), and \(unproven.count) were not checked again"
    }

    private mutating func note(_ event: Event, _ moment: Moment) {
        if case .run(.takenUp) = event { takeUp(moment) }
        if case .release(_, .instance(let id, .ready)) = event { unproven?.remove(id) }
        if case .release(_, .instance(let id, .failed)) = event { unproven?.remove(id) }
        if case .release(_, .started) = event { unproven = nil }
        if case .release(_, .finished) = event { unproven = nil }
    }

    private mutating func takeUp(_ moment: Moment) {
        guard let release = moment.state.activeRelease, !release.isPromoted else { return unproven = nil }
        // In place only those matter that users are with.
        let seen = release.instances.filter { !release.isInPlace || release.routed.contains($0.id) }
        unproven = Set(seen.filter { $0.phase != .failed }.map(\.id))
        limit = moment.exposure(of: release)
    }
}

/// Who takes up a run that was just taken up wants nothing else.
struct TakeUpIsIdempotent: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let again = moment.effectsIfTakenUpAgain else { return nil }
        let difference = Set(again).symmetricDifference(moment.effects)
        return difference.first.map { "taken up again, \($0) is wanted only once" }
    }
}
