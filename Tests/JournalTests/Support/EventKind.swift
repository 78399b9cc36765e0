import Delivery

/// The kinds of events. A new case of `Event` doesn't compile here until it has a kind, and so a sample.
enum EventKind: CaseIterable {
    case runStarted, stageStarted, approvalRequested, approved, rejected, approvalExpired, stepStarted, artifactMade
    case stepFinished, stageFinished, cancelRequested, commandTaken, takenUp, clockJumped, runFinished
    case releaseStarted, releasePrepared, instanceStarted, instanceReady, instanceFailed, instanceStopped, probeFailed
    case candidateAttached, trafficShifting, trafficShifted, leaseLost, trafficSampled, stepPassed, verdictReached,
        halted, resumed
    case promotionStarted, promoted, oldReleased, rollbackStarted, withdrawn, drainStarted, drained, retryScheduled,
        retried
    case instanceAbandoned, routerClosing, routerClosed, releaseFinished
    case held, holdEnded, superseded, runReopened, stepRetried, stepSkipped
    case environmentFrozen, environmentUnfrozen, transitionDisabled, transitionEnabled
    case monitorFailed, monitorRecovered, monitorReported, eventsLost
    case stableAsked, instanceDown, instanceUp, routerDown, routerUp

    init(_ event: Event) {
        self =
            switch event {
            case .runStarted: .runStarted
            case .stageStarted: .stageStarted
            case .approvalRequested: .approvalRequested
            case .approved: .approved
            case .rejected: .rejected
            case .approvalExpired: .approvalExpired
            case .stepStarted: .stepStarted
            case .artifactMade: .artifactMade
            case .stepFinished: .stepFinished
            case .stageFinished: .stageFinished
            case .cancelRequested: .cancelRequested
            case .commandTaken: .commandTaken
            case .takenUp: .takenUp
            case .clockJumped: .clockJumped
            case .runFinished: .runFinished
            case .held: .held
            case .holdEnded: .holdEnded
            case .superseded: .superseded
            case .runReopened: .runReopened
            case .stepRetried: .stepRetried
            case .stepSkipped: .stepSkipped
            case .environmentFrozen: .environmentFrozen
            case .environmentUnfrozen: .environmentUnfrozen
            case .transitionDisabled: .transitionDisabled
            case .transitionEnabled: .transitionEnabled
            case .monitorFailed: .monitorFailed
            case .monitorRecovered: .monitorRecovered
            case .monitorReported: .monitorReported
            case .eventsLost: .eventsLost
            case .stableAsked: .stableAsked
            case .instanceDown: .instanceDown
            case .instanceUp: .instanceUp
            case .routerDown: .routerDown
            case .routerUp: .routerUp
            case .releaseStarted: .releaseStarted
            case .releasePrepared: .releasePrepared
            case .instanceStarted: .instanceStarted
            case .instanceReady: .instanceReady
            case .instanceFailed: .instanceFailed
            case .instanceStopped: .instanceStopped
            case .probeFailed: .probeFailed
            case .candidateAttached: .candidateAttached
            case .trafficShifting: .trafficShifting
            case .trafficShifted: .trafficShifted
            case .leaseLost: .leaseLost
            case .trafficSampled: .trafficSampled
            case .stepPassed: .stepPassed
            case .verdictReached: .verdictReached
            case .halted: .halted
            case .resumed: .resumed
            case .promotionStarted: .promotionStarted
            case .promoted: .promoted
            case .oldReleased: .oldReleased
            case .rollbackStarted: .rollbackStarted
            case .withdrawn: .withdrawn
            case .drainStarted: .drainStarted
            case .drained: .drained
            case .retryScheduled: .retryScheduled
            case .retried: .retried
            case .instanceAbandoned: .instanceAbandoned
            case .routerClosing: .routerClosing
            case .routerClosed: .routerClosed
            case .releaseFinished: .releaseFinished
            }
    }
}
