extension ReleaseState {
    /// What the release wants done now.
    var effects: [Effect] {
        let work = retryAt == nil ? phaseEffects : []
        return work + continuousEffects
    }

    /// What rests on stable waits until it was asked; what closes exposure doesn't.
    private var phaseEffects: [Effect] {
        guard let stable = plan.previous, isStableUnknown else { return effectsOfPhase }
        let question = Effect.askStable(environment, stable.instances)
        switch phase {
        case .shifting, .withdrawing, .draining, .stopping: return [question] + effectsOfPhase
        case .preparing, .starting, .attaching, .baking, .promoting, .keepingOld, .confirming, .closing, .finished:
            return [question]
        }
    }

    private var effectsOfPhase: [Effect] {
        switch phase {
        case .preparing: [.prepare(environment)]
        case .starting: instances.compactMap(startingEffect)
        case .attaching: attached ? [] : [.attachCandidate(environment)]
        case .shifting: target.map { [.shiftTraffic(environment, to: $0)] } ?? []
        case .promoting: promotionEffects
        case .withdrawing: plan.previous.map { [.returnTraffic(environment, to: $0.slot)] } ?? []
        case .draining where isHalted: []
        case .draining: partingSlot.map { [.drain(environment, $0)] } ?? []
        case .confirming: isHalted ? [] : instances.compactMap(startingEffect)
        case .stopping where lacksOnlyRouter: [.confirmRouter(environment)]
        case .stopping:
            partingInstances.filter(\.mayRun).map {
                .stopInstance(environment, $0.id, within: settings.service.stopWithin)
            }
        case .closing: isRouterClosed ? [] : [.closeRouter(environment)]
        case .baking, .keepingOld, .finished: []
        }
    }

    private var promotionEffects: [Effect] {
        if isProvingItself { return instances.compactMap(startingEffect) }
        // A candidate that was found bad on its way is promoted only by whoever orders it again.
        return isPromoted || isHeldOnItsWay ? [] : [.promoteRoute(environment, plan.slot)]
    }

    private var isHeldOnItsWay: Bool { isHalted && (settings.rollback.automatic || isStableDown) }

    private func startingEffect(_ instance: InstanceState) -> Effect? {
        switch (instance.phase, instance.endpoint) {
        case (.starting, _): .startInstance(environment, instance.id)
        case (.started, let endpoint?): .awaitReady(environment, instance.id, endpoint)
        default: nil
        }
    }

    private var continuousEffects: [Effect] {
        var effects: [Effect] = []
        // What is found bad before stable was asked could not be decided on.
        if !isRollingBack, !isStableUnknown {
            effects += instances.compactMap { instance in
                guard isWatched(instance), let endpoint = instance.endpoint else { return nil }
                return .watchInstance(environment, instance.id, endpoint)
            }
        }
        if needsStable, !isStableUnknown {
            effects += leaving.compactMap { instance in
                instance.endpoint.map { .watchStable(environment, instance.id, $0) }
            }
        }
        if needsLease { effects.append(.holdLease(environment)) }
        if needsRouter { effects.append(.keepRouter(environment, without: withheld)) }
        // A router that is being closed must not be opened again to look at it.
        if phase != .closing, attached || wasExposed { effects.append(.sampleTraffic(environment)) }
        return effects
    }

    /// One that has failed may answer again: whoever decides on a halted release, and whatever is said at its end, needs to
    /// know. Otherwise it is taken back for that.
    private func isWatched(_ instance: InstanceState) -> Bool {
        instance.phase == .ready || instance.phase == .failed && (isHalted || isPromoted)
    }

    /// Exposure below everything lives on a lease; stable, and a rollback, need none. While the candidate has to prove
    /// itself again, what may still be open is left to end.
    private var needsLease: Bool {
        guard attached, !isProvingItself, !isRollingBack, !isPromoted else { return false }
        return phase == .promoting || max(split, target ?? .none) > .none
    }

    /// Every time at which something may be due, past or to come.
    var deadlines: [Timestamp?] {
        var deadlines = [retryAt]
        switch phase {
        case .baking where !isHalted:
            deadlines += [
                bake.map { $0.since + settings.strategy.bake.duration },
                bake.map { $0.since + settings.strategy.bake.limit },
            ]
        case .keepingOld where !isHalted: deadlines.append(endOfKeepingOld)
        case .withdrawing: deadlines.append(endOfWithdrawal)
        default: break
        }
        return deadlines
    }

    /// Until when the old instances stay ready.
    public var endOfKeepingOld: Timestamp? { keepingOldSince.map { $0 + settings.rollback.keepOld } }
}
