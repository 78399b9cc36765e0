import Values

/// The order in which instances come and go where a new one takes the place of an old one: the old one leaves the router
/// and is stopped; the new one is put in place, started, seen ready, and joins the router. A rollback goes the same way
/// back.
///
/// The router is told which instances get requests, all at once and evenly: what was asked of it last is what it is to do,
/// and whoever comes after a crash asks it again.
extension ReleaseState {
    package var isInPlace: Bool { plan.replacement == .inPlace }

    /// One place: the instance that had it, the one that gets it, and the one that a rollback puts back.
    struct Place {
        let old: InstanceState?
        let new: InstanceState?
        let restored: InstanceState?
    }

    /// In the order in which they are replaced; those that the new version does not fill come last.
    var places: [Place] {
        let filled = instances.map { new in
            Place(old: leaving.first { $0.id.isAt(new.id) }, new: new, restored: restored.first { $0.id.isAt(new.id) })
        }
        let given = leaving.filter { old in !instances.contains { $0.id.isAt(old.id) } }
        return filled
            + given.map { old in Place(old: old, new: nil, restored: restored.first { $0.id.isAt(old.id) }) }
    }

    /// What the places want, and which instances are to get requests.
    var replacementEffects: [ReleaseEffect] {
        let route: [ReleaseEffect] = isRouteAsWanted ? [] : [.routeRequests(to: wantedRoute)]
        // Whom users are with has to be known before anybody is stopped.
        guard !isRouteUncertain, phase != .withdrawing else { return route + proofEffects }
        let work =
            phase == .restoring
            ? placesInRestoration.compactMap(restoringEffect) : placesAtWork.compactMap(replacingEffect)
        return route + work
    }

    /// Whether the router has confirmed what is wanted of it.
    var isRouteAsWanted: Bool { !isRouteUncertain && Set(wantedRoute.map(\.id)) == Set(routed) }

    func isRouted(_ instance: InstanceState?) -> Bool { instance.map { routed.contains($0.id) } ?? false }

    /// The candidate's instances that get requests.
    var routedCandidates: [InstanceState] { instances.filter(isRouted) }

    /// How many places the new version has.
    public var replacedPlaces: Int { routedCandidates.count }

    /// Those of stable that were never taken from their requests.
    var intact: [InstanceState] { leaving.filter(isRouted) }

    /// Those of stable that get requests, put back or never taken.
    var servingStable: [InstanceState] { intact + restored.filter(isRouted) }

    /// The instances that are to get requests.
    var wantedRoute: [PlacedInstance] {
        switch phase {
        case .withdrawing: intact.compactMap(\.placed)
        case .restoring: routeOfRestoration
        case .preparing, .starting, .attaching, .shifting, .baking, .replacing, .promoting, .watching, .draining,
            .confirming, .stopping, .closing, .finished:
            routeOfReplacement
        }
    }
}

/// Forwards.
extension ReleaseState {
    /// How many places are emptied at once on the way to everybody.
    private var batch: Int { goesAsFirst ? places.count : ladder.batch ?? places.count }

    /// The places that are being replaced or have been. A halt empties no other one; those that are empty are filled.
    private var placesAtWork: [Place] {
        let offered = Array(places.prefix(placesOffered))
        guard isHalted || !isProven else { return offered }
        // Where there was no old one, nobody's place is empty: filling it would only show the new version to more users.
        return offered.filter { place in hasBegun(place) && (!isHalted || place.old != nil || isRouted(place.new)) }
    }

    /// A rung offers its places all at once.
    mutating func offerRung() {
        placesOffered = max(placesOffered, rung?.exposure.instances ?? 0)
    }

    /// On the way to everybody the next places follow when those before are filled.
    mutating func offerNextBatch() {
        guard isInPlace, phase == .promoting, !isHalted, placesOffered < places.count, isReachSettled else { return }
        placesOffered = min(places.count, placesOffered + batch)
    }

    /// There is somebody to protect after all: places that were offered all at once and have not been begun are not.
    mutating func withdrawOffers() {
        placesOffered = places.prefix(placesOffered).lastIndex(where: hasBegun).map { $0 + 1 } ?? 0
    }

    private func hasBegun(_ place: Place) -> Bool {
        place.new.map { $0.phase != .waiting } ?? false || place.old.map { !isRouted($0) } ?? false
    }

    /// Whether the new one is there, and nothing is left of the old one. One that has failed was judged for that.
    private func isSettled(_ place: Place) -> Bool {
        guard place.old?.hasGone ?? true else { return false }
        guard let new = place.new else { return true }
        return new.phase == .failed || new.phase == .ready && isRouted(new)
    }

    /// Whether every place within reach has its new instance.
    var isReachSettled: Bool {
        places.prefix(placesOffered).allSatisfy { hasBegun($0) && isSettled($0) } && isRouteAsWanted
    }

    /// Whether every place has.
    var areAllReplaced: Bool { placesOffered == places.count && isReachSettled }

    /// Whether a halt has nothing left to fill.
    var isReplacementAtRest: Bool { placesAtWork.allSatisfy(isSettled) && isRouteAsWanted }

    /// After a crash, those that users are with are seen again before more users are.
    private var isProven: Bool { routedCandidates.allSatisfy { $0.phase != .started } }

    private var proofEffects: [ReleaseEffect] {
        isRollingBack ? [] : routedCandidates.filter { $0.phase == .started }.compactMap(\.startingEffect)
    }

    private var routeOfReplacement: [PlacedInstance] {
        let emptied = Set(placesAtWork.compactMap { $0.old?.id })
        let old = intact.filter { !emptied.contains($0.id) }
        let new = instances.filter { isRouted($0) || $0.phase == .ready && isProven }
        return (old + new).compactMap(\.placed)
    }

    /// One step at a place: first the old one goes, then the new one comes.
    private func replacingEffect(of place: Place) -> ReleaseEffect? {
        if let old = place.old, !old.hasGone { return isRouted(old) ? nil : endingEffect(of: old) }
        guard let new = place.new else { return nil }
        return new.phase == .waiting ? .putInPlace(new.id) : new.startingEffect
    }

    /// What ends an instance that gets no requests any more.
    private func endingEffect(of instance: InstanceState) -> ReleaseEffect? {
        guard instance.mayRun else { return nil }
        if instance.phase == .ready, platform.drains, let endpoint = instance.endpoint {
            return .drainInstance(instance.id, endpoint, within: settings.service.drainWithin)
        }
        return .stopInstance(instance.id, within: settings.service.stopWithin)
    }
}

/// Backwards.
extension ReleaseState {
    /// Those that were taken from their requests come back as new instances of the same version.
    mutating func beginRestoration() {
        guard let run = instances.first?.id.run, let attempt = instances.first?.id.attempt else { return }
        restored = leaving.filter { !isRouted($0) }.map { old in
            InstanceState(
                id: InstanceID(run: run, host: old.id.host, slot: old.id.slot, index: old.id.index, attempt: attempt))
        }
        isRouteUncertain = true
        phase = intact.isEmpty ? .restoring : .withdrawing
    }

    /// While nobody of stable serves, one place after the other, an empty one first, so that users are not left with
    /// nobody. The last one that serves stays where the old version could not be put back in the others.
    private var placesInRestoration: [Place] {
        let open = places.filter { !isRestored($0) }
        guard servingStable.isEmpty else { return open }
        if let empty = open.first(where: { !isRouted($0.new) }) { return [empty] }
        let isLast = routedCandidates.count == 1 && restored.contains(where: \.isGivenUp)
        return isLast ? [] : open.suffix(1)
    }

    private func isRestored(_ place: Place) -> Bool {
        guard place.new?.hasGone ?? true else { return false }
        guard let restored = place.restored else { return true }
        return restored.isGivenUp || restored.phase == .ready && isRouted(restored)
    }

    /// Whether the old version can't be put back any more, and users have nobody but what is left of the new one.
    var isRestorationHopeless: Bool {
        phase == .restoring && servingStable.isEmpty && placesInRestoration.isEmpty && isRouteAsWanted
            && restored.contains(where: \.isGivenUp)
    }

    /// Whether nothing is left of the new version, and the old one is back.
    var isRestorationSettled: Bool {
        isRestorationHopeless || places.allSatisfy(isRestored) && isRouteAsWanted
    }

    private var routeOfRestoration: [PlacedInstance] {
        let back = intact + restored.filter { $0.phase == .ready }
        guard servingStable.isEmpty else { return back.compactMap(\.placed) }
        // Nobody is taken from the candidate before somebody can serve him, but for the place where that begins.
        let turning = Set(placesInRestoration.compactMap { $0.new?.id })
        return (back + routedCandidates.filter { !turning.contains($0.id) }).compactMap(\.placed)
    }

    /// One step at a place: first the new one goes, then the old one comes.
    private func restoringEffect(of place: Place) -> ReleaseEffect? {
        if let new = place.new, new.mayRun { return isRouted(new) ? nil : endingEffect(of: new) }
        guard let restored = place.restored else { return nil }
        // It may have been told to stop before the rollback came.
        if let old = place.old, old.mayRun { return .stopInstance(old.id, within: settings.service.stopWithin) }
        if restored.phase == .failed { return .stopInstance(restored.id, within: settings.service.stopWithin) }
        return restored.phase == .waiting ? .putInPlace(restored.id) : restored.startingEffect
    }

    /// Whether the old version could not be put back anywhere, and users stay with what is left of the new one.
    package var isLeftToCandidate: Bool {
        isRollingBack && isInPlace && servingStable.isEmpty && !routedCandidates.isEmpty
            && restored.contains(where: \.isGivenUp)
    }

    /// What users have after a rollback: the old version, with the instances that were put back.
    var restoredDeployment: Deployment? {
        guard let previous = plan.previous, isInPlace else { return plan.previous }
        let left = previous.instances.filter { placed in !restored.contains { $0.id.isAt(placed.id) } }
        return Deployment(
            artifact: previous.artifact, slot: previous.slot, run: previous.run,
            instances: left + restored.compactMap(\.placed), check: previous.check, commit: previous.commit,
            start: previous.start, rules: previous.rules,
            builtIn: previous.builtIn)
    }
}

extension InstanceID {
    /// Whether both have the same place on the same host, one after the other.
    func isAt(_ other: InstanceID) -> Bool { host == other.host && index == other.index }
}

extension InstanceState {
    /// Whether it was to be put back, and did not start.
    var isGivenUp: Bool { outage != nil && hasGone }

    /// Whether nothing is left of it, or never was anything.
    var hasGone: Bool {
        switch phase {
        case .waiting, .stopped, .abandoned: true
        case .starting, .started, .ready, .failed, .drained: false
        }
    }
}
