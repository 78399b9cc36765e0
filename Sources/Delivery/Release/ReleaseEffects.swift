import Values

extension ReleaseState {
    /// What the release wants done now.
    var effects: [ReleaseEffect] {
        let work = retryAt == nil ? phaseEffects : []
        return work + continuousEffects
    }

    /// What rests on stable waits until it was asked; what closes exposure doesn't.
    private var phaseEffects: [ReleaseEffect] {
        guard isStableUnknown else { return effectsOfPhase }
        let question = ReleaseEffect.askStable(standingStable.compactMap(\.placed))
        switch phase {
        case .shifting, .withdrawing, .draining, .stopping, .restoring: return [question] + effectsOfPhase
        case .preparing, .starting, .attaching, .baking, .replacing, .promoting, .watching, .confirming, .closing,
            .finished:
            return [question]
        }
    }

    private var effectsOfPhase: [ReleaseEffect] {
        switch phase {
        case .preparing: displacement.isEmpty ? [.prepare] : displacement
        case .starting: startingEffects
        case .attaching: attached ? [] : [.attachCandidate]
        case .shifting: target.map { [.shiftTraffic(to: $0)] } ?? []
        case .promoting: promotionEffects
        case .withdrawing where isInPlace: replacementEffects
        case .withdrawing: plan.previous.map { [.returnTraffic(to: $0.slot)] } ?? []
        case .draining where isHalted || !platform.drains: []
        case .draining: partingSlot.map { [.drain($0)] } ?? []
        case .replacing: replacementEffects
        case .confirming: isHalted ? [] : startingEffects
        case .stopping where lacksOnlyRouter, .restoring where lacksOnlyRouter: [.confirmRouter]
        case .stopping: stoppingEffects
        case .restoring: replacementEffects
        case .closing: isRouterClosed ? [] : [.closeRouter]
        case .baking, .watching, .finished: []
        }
    }

    private var promotionEffects: [ReleaseEffect] {
        if isInPlace { return lacksOnlyRouter ? [.confirmRouter] : isPromoted ? [] : replacementEffects }
        if isProvingItself { return startingEffects }
        // A candidate that was found bad on its way is promoted only by whoever orders it again.
        return isPromoted || isHeldOnItsWay ? [] : [.promoteRoute(plan.slot)]
    }

    private var isHeldOnItsWay: Bool { isHalted && (settings.rollback.automatic || isStableDown) }

    private var continuousEffects: [ReleaseEffect] {
        var effects: [ReleaseEffect] = []
        // What is found bad before stable was asked could not be decided on.
        if !isRollingBack, !isStableUnknown {
            effects += instances.compactMap { instance in
                guard isWatched(instance), let endpoint = instance.endpoint else { return nil }
                return .watchInstance(instance.id, endpoint)
            }
        }
        if needsStable, !isStableUnknown {
            effects += standingStable.compactMap { instance in
                instance.endpoint.map { .watchStable(instance.id, $0) }
            }
        }
        if needsLease { effects.append(.holdLease) }
        if needsRouter { effects.append(.keepRouter(without: withheld)) }
        // A router that is being closed must not be opened again to look at it.
        if platform.countsRequests, phase != .closing, attached || wasExposed { effects.append(.sampleTraffic) }
        return effects
    }

    /// One that has failed may answer again: whoever decides on a halted release, and whatever is said at its end, needs to
    /// know. Otherwise it is taken back for that.
    private func isWatched(_ instance: InstanceState) -> Bool {
        instance.phase == .ready || instance.phase == .failed && (isHalted || isPromoted)
    }

    /// Where there is a dead man's switch, exposure below everything lives on its lease; stable, and a rollback, need none. While the candidate has to prove
    /// itself again, what may still be open is left to end.
    private var needsLease: Bool {
        guard platform.deadManSwitch != nil, attached, !isProvingItself, !isRollingBack, !isPromoted else {
            return false
        }
        return phase == .promoting || max(split, target ?? .none) > .none
    }

    /// Every time at which something may be due, past or to come.
    var deadlines: [Timestamp?] {
        var deadlines = [retryAt]
        switch phase {
        case .baking where !isHalted:
            deadlines += [
                endOfBake(after: rung?.bake.duration), endOfBake(after: rung?.bake.limit),
            ]
        case .watching where !isHalted: deadlines.append(endOfWatch)
        case .withdrawing: deadlines.append(endOfWithdrawal)
        case .preparing, .starting, .attaching, .shifting, .baking, .replacing, .promoting, .watching, .draining,
            .confirming, .stopping, .restoring, .closing, .finished:
            break
        }
        return deadlines
    }

    private func endOfBake(after duration: Duration?) -> Timestamp? {
        guard let bake, let duration else { return nil }
        return bake.since + duration
    }

    /// Until when it is watched with all traffic.
    public var endOfWatch: Timestamp? { watchingSince.map { $0 + watchLength } }
}
