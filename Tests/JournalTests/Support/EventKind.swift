import Delivery

/// The kinds of events. A new case of `Event` doesn't compile here until it has a kind, and so a sample.
enum EventKind: CaseIterable {
    case runStarted, stageStarted, approvalRequested, approved, rejected, approvalExpired, stepStarted, artifactMade
    case stepFinished, stageFinished, cancelRequested, orderTaken, takenUp, clockJumped, runFinished
    case releaseStarted, releasePrepared, instanceStarted, instanceReady, instanceFailed, instanceStopped, probeFailed
    case candidateAttached, trafficShifting, trafficShifted, leaseLost, trafficSampled, rungPassed, verdictReached,
        halted, resumed
    case promotionStarted, promoted, oldReleased, oldKept, versionReady, databaseMigrated, rollbackStarted, withdrawn,
        drainStarted, drained,
        retryScheduled,
        retried
    case instanceAbandoned, routerClosing, routerClosed, releaseFinished
    case blocked, unblocked, stepBlocked, stepUnblocked, superseded, runReopened, stepRetried, stepSkipped
    case stageTimedOut, stepTimedOut
    case environmentFrozen, environmentUnfrozen, transitionDisabled, transitionEnabled
    case monitorFailed, monitorRecovered, monitorReported, eventsLost
    case instancePlaced, instanceDrained, requestsRouted
    case stableAsked, instanceDown, instanceUp, routerDown, routerUp
    case instanceRestarting, instanceRestarted, restartFailed, instanceGivenUp, serviceStopped, oldEnding, oldEnded
    case environmentTakenDown, environmentBroughtUp, rulesChanged, sourceTaken

    init(_ event: Event) {
        self =
            switch event {
            case .run(.started): .runStarted
            case .stage(_, .started): .stageStarted
            case .stage(_, .approvalRequested): .approvalRequested
            case .stage(_, .approved): .approved
            case .stage(_, .rejected): .rejected
            case .stage(_, .approvalExpired): .approvalExpired
            case .step(_, .started): .stepStarted
            case .step(_, .artifactMade): .artifactMade
            case .step(_, .finished): .stepFinished
            case .stage(_, .finished): .stageFinished
            case .run(.rulesChanged): .rulesChanged
            case .run(.sourceTaken): .sourceTaken
            case .run(.cancelRequested): .cancelRequested
            case .orderTaken: .orderTaken
            case .run(.takenUp): .takenUp
            case .run(.clockJumped): .clockJumped
            case .run(.finished): .runFinished
            case .run(.blocked): .blocked
            case .run(.unblocked): .unblocked
            case .step(_, .blocked): .stepBlocked
            case .step(_, .unblocked): .stepUnblocked
            case .run(.superseded): .superseded
            case .run(.reopened): .runReopened
            case .stage(_, .timedOut): .stageTimedOut
            case .step(_, .timedOut): .stepTimedOut
            case .step(_, .retried): .stepRetried
            case .step(_, .skipped): .stepSkipped
            case .standing(.environmentFrozen): .environmentFrozen
            case .standing(.environmentUnfrozen): .environmentUnfrozen
            case .standing(.transitionDisabled): .transitionDisabled
            case .standing(.transitionEnabled): .transitionEnabled
            case .monitor(_, .failed): .monitorFailed
            case .monitor(_, .recovered): .monitorRecovered
            case .monitor(_, .reported): .monitorReported
            case .eventsLost: .eventsLost
            case .release(_, .stableAsked): .stableAsked
            case .service(_, .instanceDown): .instanceDown
            case .service(_, .instanceUp): .instanceUp
            case .service(_, .instanceRestarting): .instanceRestarting
            case .service(_, .instanceRestarted): .instanceRestarted
            case .service(_, .restartFailed): .restartFailed
            case .service(_, .instanceGivenUp): .instanceGivenUp
            case .service(_, .serviceStopped): .serviceStopped
            case .service(_, .oldEnding): .oldEnding
            case .service(_, .oldEnded): .oldEnded
            case .standing(.environmentTakenDown): .environmentTakenDown
            case .standing(.environmentBroughtUp): .environmentBroughtUp
            case .service(_, .routerDown): .routerDown
            case .service(_, .routerUp): .routerUp
            case .release(_, .started): .releaseStarted
            case .release(_, .prepared): .releasePrepared
            case .release(_, .instance(_, .started)): .instanceStarted
            case .release(_, .instance(_, .ready)): .instanceReady
            case .release(_, .instance(_, .failed)): .instanceFailed
            case .release(_, .instance(_, .stopped)): .instanceStopped
            case .release(_, .instance(_, .probeFailed)): .probeFailed
            case .release(_, .candidateAttached): .candidateAttached
            case .release(_, .requestsRouted): .requestsRouted
            case .release(_, .instance(_, .placed)): .instancePlaced
            case .release(_, .instance(_, .drained)): .instanceDrained
            case .release(_, .trafficShifting): .trafficShifting
            case .release(_, .trafficShifted): .trafficShifted
            case .release(_, .leaseLost): .leaseLost
            case .release(_, .trafficSampled): .trafficSampled
            case .release(_, .rungPassed): .rungPassed
            case .release(_, .verdictReached): .verdictReached
            case .release(_, .halted): .halted
            case .release(_, .resumed): .resumed
            case .release(_, .promotionStarted): .promotionStarted
            case .release(_, .promoted): .promoted
            case .release(_, .oldReleased): .oldReleased
            case .release(_, .oldKept): .oldKept
            case .release(_, .versionReady): .versionReady
            case .release(_, .databaseMigrated): .databaseMigrated
            case .release(_, .rollbackStarted): .rollbackStarted
            case .release(_, .withdrawn): .withdrawn
            case .release(_, .drainStarted): .drainStarted
            case .release(_, .drained): .drained
            case .release(_, .retryScheduled): .retryScheduled
            case .release(_, .retried): .retried
            case .release(_, .instance(_, .abandoned)): .instanceAbandoned
            case .release(_, .routerClosing): .routerClosing
            case .release(_, .routerClosed): .routerClosed
            case .release(_, .finished): .releaseFinished
            }
    }
}
