import Judge
import Values

extension ReleaseState {
    mutating func apply(_ event: ReleaseEvent, at time: Timestamp) {
        let asked = isInPlace && !isRouteAsWanted ? wantedRoute : nil
        fold(event, at: time)
        // Nobody knows whether what was asked of the router and is not wanted any more was done.
        if let asked, !isRouteUncertain, wantedRoute != asked { isRouteUncertain = true }
        offerNextBatch()
    }

    private mutating func fold(_ event: ReleaseEvent, at time: Timestamp) {
        lastEventAt = time
        switch event {
        // The run begins the state with it.
        case .started, .versionReady, .databaseMigrated: break
        case .stableAsked(let answering, let down): takeAnswers(down, answering: answering, at: time)
        case .prepared: isInPlace ? offerPlaces() : startInstances(at: time)
        case .instance(let id, let event): apply(event, to: id, at: time)
        case .candidateAttached: attached = true
        case .requestsRouted(let instances): noteRoute(instances)
        case .trafficShifting(let share): aim(at: share, time)
        case .trafficShifted(let share, _):
            split = share
            target = nil
            // Asked for and confirmed by the clock as it is: so its lease is, too.
            if !hasClockMoved { leaseExcess = .zero }
            attached ? beginBake(at: time) : beginProof()
        case .leaseLost: split = .none
        case .trafficSampled(let sample): health.take(sample, at: time)
        case .rungPassed: rungIndex += 1
        case .verdictReached(let verdict, _): (self.verdict, isVerdictLate) = (verdict, isPromoted)
        case .halted(let actor, let reason): halt = Halt(by: actor, reason: reason, since: time)
        case .resumed: resume(at: time)
        case .promotionStarted: beginPromotion()
        case .promoted: promote(at: time)
        case .oldReleased: phase = .draining
        case .oldKept(let length): oldKeptUntil = time + length
        case .rollbackStarted(let cause): beginRollback(cause, at: time)
        case .withdrawn(let took, _, _, _): withdraw(took)
        case .drainStarted: break
        case .drained: endDraining(at: time)
        case .retryScheduled(_, let due):
            retryAt = due
            retries += 1
        case .retried: retryAt = nil
        case .routerClosing:
            phase = .closing
            retries = 0
        case .routerClosed: isRouterClosed = true
        case .finished(let result, _, _, let router): end(result, withoutRouter: router)
        }
    }

    private mutating func apply(_ event: InstanceEvent, to id: InstanceID, at time: Timestamp) {
        switch event {
        case .started(let endpoint):
            updateInstance(id) {
                $0.phase = .started
                $0.endpoint = endpoint
                $0.startedAt = time
            }
        case .ready(_, let note):
            updateInstance(id) {
                $0.phase = .ready
                $0.listenerNote = note
                $0.outage = nil
            }
            lookWhetherReady()
            lookWhetherConfirmed()
        case .failed(let failure):
            updateInstance(id) {
                $0.phase = .failed
                $0.outage = Outage(since: time, failure: failure)
            }
            lookWhetherReady()
        case .probeFailed: break
        case .placed:
            updateInstance(id) { $0.phase = .starting }
            retries = 0
        case .drained:
            updateInstance(id) { $0.phase = .drained }
            retries = 0
        case .stopped:
            endConfirmation()
            updateInstance(id) { $0.phase = .stopped }
            retries = 0
        case .abandoned:
            updateInstance(id) { $0.phase = .abandoned }
            retries = 0
        }
    }

    mutating func apply(_ event: ServiceEvent, at time: Timestamp) {
        lastEventAt = time
        switch event {
        case .instanceDown(let id, let failure, _):
            updateStable(id) { $0.outage = Outage(since: $0.outage?.since ?? time, failure: failure) }
        case .instanceUp(let id):
            recover(id)
            recoverStable(id)
        case .routerDown, .instanceRestarting, .instanceRestarted, .restartFailed, .instanceGivenUp, .serviceStopped,
            .oldEnding, .oldEnded:
            break
        case .routerUp: if phase == .baking { beginBake(at: time) }
        }
    }

    private mutating func aim(at share: Share, _ time: Timestamp) {
        target = share
        targetSince = time
        hasClockMoved = false
        phase = isInPlace ? .replacing : .shifting
        wasExposed = wasExposed || share > .none
        if isInPlace { offerRung() }
    }

    private mutating func beginPromotion() {
        phase = .promoting
        wasExposed = true
        mayBePromoted = true
        halt = nil
        bake = nil
    }

    private mutating func endDraining(at time: Timestamp) {
        retries = 0
        phase = .stopping
        if isPromoted, !isRollingBack, plan.previous != nil { beginConfirmation(at: time) }
    }

    private mutating func end(_ result: RunResult, withoutRouter problem: String?) {
        endConfirmation()
        self.result = result
        routerProblem = problem
        phase = .finished
        halt = nil
    }

    private mutating func updateInstance(_ id: InstanceID, _ change: (inout InstanceState) -> Void) {
        if let index = instances.firstIndex(where: { $0.id == id }) { change(&instances[index]) }
        if let index = leaving.firstIndex(where: { $0.id == id }) { change(&leaving[index]) }
        if let index = restored.firstIndex(where: { $0.id == id }) { change(&restored[index]) }
        if let index = displaced.firstIndex(where: { $0.id == id }) { change(&displaced[index]) }
    }

    /// One of the new version that had failed answers again.
    private mutating func recover(_ id: InstanceID) {
        guard let index = instances.firstIndex(where: { $0.id == id && $0.phase == .failed }) else { return }
        instances[index].phase = .ready
        instances[index].outage = nil
    }

    /// In place nothing starts before a place is empty.
    private mutating func offerPlaces() {
        phase = .attaching
        attached = true
    }

    private mutating func noteRoute(_ instances: [InstanceID]) {
        routed = instances
        isRouteUncertain = false
        retries = 0
        split = instances.isEmpty ? .none : Share(of: routedCandidates.count, among: instances.count)
    }

    mutating func beginBake(at time: Timestamp) {
        phase = .baking
        bake = BakeProgress(since: time, requestsBefore: health.candidate.outcomes.requests)
    }

    /// The share is closed after the run was taken up; now the candidate has to prove itself.
    private mutating func beginProof() {
        phase = .starting
        lookWhetherReady()
    }

    private mutating func resume(at time: Timestamp) {
        halt = nil
        if phase == .baking { beginBake(at: time) }
        endConfirmation()
    }

    private mutating func promote(at time: Timestamp) {
        promotedAt = time
        watchingSince = time
        split = .all
        target = nil
        guard plan.previous != nil, !isInPlace else { return }
        // What never answered is nothing to return to.
        let isWatched = watchLength > .zero && !goesAsFirst
        phase = isWatched || isHalted ? .watching : .draining
    }

    private mutating func beginRollback(_ cause: RollbackCause, at time: Timestamp) {
        rollback = Rollback(cause: cause, startedAt: time, triedSince: time)
        halt = nil
        bake = nil
        retryAt = nil
        retries = 0
        target = nil
        phase = withdrawalPhase
        if isInPlace, phase == .withdrawing { beginRestoration() }
    }

    /// Without exposure there is no traffic to return, and on a first release nowhere to return it to.
    private var withdrawalPhase: ReleasePhase {
        guard wasExposed else { return .stopping }
        return plan.previous == nil ? .draining : .withdrawing
    }

    private mutating func withdraw(_ took: Duration) {
        split = .none
        target = nil
        retryAt = nil
        rollback?.safeAfter = took
        phase = isInPlace ? .restoring : .draining
    }
}
