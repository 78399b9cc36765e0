import Delivery

/// What a rollout may have to cope with, as its events show it.
enum Trouble: CaseIterable {
    case takenUp, leaseLost, instanceAbandoned, withdrawnByLease, retried, expired, instanceFailed, halted, cancelled
    case clockJumped, logLost
    case stableDead, instanceDown, instanceUp
    case frozen, disabled, occupied, locked, superseded, outrun, reopened, skipped

    init?(_ event: Event) {
        let trouble: Trouble? =
            switch event {
            case .run(let event): Trouble(event)
            case .stage(_, let event): Trouble(event)
            case .step(_, let event): Trouble(event)
            case .release(_, let event): Trouble(event)
            case .service(_, let event): Trouble(event)
            case .standing, .monitor, .orderTaken, .eventsLost: nil
            }
        guard let trouble else { return nil }
        self = trouble
    }

    private init?(_ event: RunEvent) {
        switch event {
        case .takenUp: self = .takenUp
        case .clockJumped: self = .clockJumped
        case .cancelRequested: self = .cancelled
        case .blocked(_, let cause): self.init(cause)
        case .superseded: self = .superseded
        case .reopened: self = .reopened
        case .started, .sourceTaken, .rulesChanged, .unblocked, .finished: return nil
        }
    }

    private init(_ cause: HoldCause) {
        switch cause {
        case .environmentFrozen: self = .frozen
        case .transitionDisabled: self = .disabled
        case .stageOccupied: self = .occupied
        case .environmentLocked: self = .locked
        }
    }

    private init?(_ event: StageEvent) {
        switch event {
        case .approvalExpired: self = .expired
        case .started, .approvalRequested, .approved, .rejected, .timedOut, .finished: return nil
        }
    }

    private init?(_ event: StepEvent) {
        switch event {
        case .finished(.superseded, _, _, _): self = .outrun
        case .skipped: self = .skipped
        case .blocked(let cause): self.init(cause)
        case .unblocked, .started, .artifactMade, .timedOut, .finished, .retried: return nil
        }
    }

    private init?(_ event: ReleaseEvent) {
        switch event {
        case .leaseLost: self = .leaseLost
        case .halted(.policy, .noLog?): self = .logLost
        case .halted: self = .halted
        case .withdrawn(_, confirmed: false, _, _): self = .withdrawnByLease
        case .retryScheduled: self = .retried
        case .stableAsked(0, _): self = .stableDead
        case .instance(_, let event): self.init(event)
        case .started, .stableAsked, .prepared, .candidateAttached, .requestsRouted, .trafficShifting, .trafficShifted,
            .trafficSampled,
            .rungPassed, .verdictReached, .resumed, .promotionStarted, .promoted, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated,
            .rollbackStarted,
            .withdrawn, .drainStarted, .drained, .retried, .routerClosing, .routerClosed, .finished:
            return nil
        }
    }

    private init?(_ event: InstanceEvent) {
        switch event {
        case .abandoned: self = .instanceAbandoned
        case .failed: self = .instanceFailed
        case .placed, .started, .ready, .probeFailed, .drained, .stopped: return nil
        }
    }

    private init?(_ event: ServiceEvent) {
        switch event {
        case .instanceDown: self = .instanceDown
        case .instanceUp: self = .instanceUp
        case .routerDown, .routerUp, .instanceRestarting, .instanceRestarted, .restartFailed, .instanceGivenUp,
            .serviceStopped, .oldEnding, .oldEnded:
            return nil
        }
    }
}
