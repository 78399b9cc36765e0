import Judge

extension ReleaseState {
    mutating func apply(_ event: Event, at time: Timestamp) {
        lastEventAt = time
        switch event {
        case .releasePrepared: startInstances()
        case .candidateAttached: attached = true
        case .routerClosing:
            phase = .closing
            retries = 0
        case .routerClosed: isRouterClosed = true
        case .trafficSampled(_, let sample): health.take(sample, at: time)
        case .verdictReached(_, let verdict, _): (self.verdict, isVerdictLate) = (verdict, isPromoted)
        case .halted(_, let actor, let reason): freeze(Halt(by: actor, reason: reason, since: time))
        case .resumed: resume(at: time)
        case .retryScheduled(_, _, let due):
            retryAt = due
            retries += 1
        case .retried: retryAt = nil
        case .releaseFinished(_, let result, _, _, let router):
            endConfirmation()
            self.result = result
            routerProblem = router
            phase = .finished
            halt = nil
        default:
            applyToInstances(event, at: time)
            applyToStable(event, at: time)
            applyToTraffic(event, at: time)
        }
    }

    private mutating func applyToInstances(_ event: Event, at time: Timestamp) {
        switch event {
        case .instanceStarted(_, let id, let endpoint):
            updateInstance(id) {
                $0.phase = .started
                $0.endpoint = endpoint
                $0.startedAt = time
            }
        case .instanceReady(_, let id, _, let note):
            updateInstance(id) {
                $0.phase = .ready
                $0.listenerNote = note
                $0.outage = nil
            }
            lookWhetherReady()
            lookWhetherConfirmed()
        case .instanceFailed(_, let id, let failure):
            updateInstance(id) {
                $0.phase = .failed
                $0.outage = Outage(since: time, failure: failure)
            }
            lookWhetherReady()
        case .instanceUp(_, let id): recover(id)
        case .routerUp where phase == .baking: beginBake(at: time)
        case .instanceStopped(_, let id):
            endConfirmation()
            updateInstance(id) { $0.phase = .stopped }
            retries = 0
        case .instanceAbandoned(_, let id, _):
            updateInstance(id) { $0.phase = .abandoned }
            retries = 0
        default: break
        }
    }

    private mutating func applyToTraffic(_ event: Event, at time: Timestamp) {
        switch event {
        case .trafficShifting(_, let share):
            target = share
            targetSince = time
            hasClockMoved = false
            phase = .shifting
            wasExposed = wasExposed || share > .none
        case .trafficShifted(_, let share, _):
            split = share
            target = nil
            // Asked for and confirmed by the clock as it is: so its lease is, too.
            if !hasClockMoved { leaseExcess = .zero }
            attached ? beginBake(at: time) : beginProof()
        case .leaseLost: split = .none
        case .oldReleased: phase = .draining
        case .stepPassed: stepIndex += 1
        case .promotionStarted:
            phase = .promoting
            wasExposed = true
            mayBePromoted = true
            halt = nil
            bake = nil
        case .promoted: promote(at: time)
        case .rollbackStarted(_, let cause): beginRollback(cause, at: time)
        case .withdrawn(_, let took, _, _, _): withdraw(took)
        case .drained:
            retries = 0
            phase = .stopping
            if isPromoted, !isRollingBack, plan.previous != nil { beginConfirmation(at: time) }
        default: break
        }
    }

    private mutating func updateInstance(_ id: InstanceID, _ change: (inout InstanceState) -> Void) {
        if let index = instances.firstIndex(where: { $0.id == id }) { change(&instances[index]) }
        if let index = leaving.firstIndex(where: { $0.id == id }) { change(&leaving[index]) }
    }

    /// One of the new version that had failed answers again.
    private mutating func recover(_ id: InstanceID) {
        guard let index = instances.firstIndex(where: { $0.id == id && $0.phase == .failed }) else { return }
        instances[index].phase = .ready
        instances[index].outage = nil
    }

    private mutating func startInstances() {
        phase = .starting
        for index in instances.indices { instances[index].phase = .starting }
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

    private mutating func freeze(_ halt: Halt) {
        self.halt = halt
    }

    private mutating func resume(at time: Timestamp) {
        halt = nil
        if phase == .baking { beginBake(at: time) }
        endConfirmation()
    }

    private mutating func promote(at time: Timestamp) {
        promotedAt = time
        keepingOldSince = time
        split = .all
        target = nil
        guard plan.previous != nil else { return }
        // What never answered is nothing to keep ready.
        let isKept = settings.rollback.keepOld > .zero && !goesAsFirst
        phase = isKept || isHalted ? .keepingOld : .draining
    }

    private mutating func beginRollback(_ cause: RollbackCause, at time: Timestamp) {
        rollback = Rollback(cause: cause, startedAt: time, triedSince: time)
        halt = nil
        bake = nil
        retryAt = nil
        retries = 0
        target = nil
        phase = withdrawalPhase
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
        phase = .draining
    }
}
