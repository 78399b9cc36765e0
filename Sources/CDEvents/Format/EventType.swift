/// The kinds of events that Slipway tells others about, with the version of each kind's form.
///
/// `dev.cdevents.…` are those of the CDEvents specification ``CDEvent/specificationVersion``, which also gives the form
/// of names for `dev.cdeventsx.…`, a tool's own events.
public enum EventType: String, CaseIterable, Sendable {
    case pipelineRunStarted = "dev.cdevents.pipelinerun.started.0.3.0"
    case pipelineRunFinished = "dev.cdevents.pipelinerun.finished.0.3.0"
    case taskRunStarted = "dev.cdevents.taskrun.started.0.3.0"
    case taskRunFinished = "dev.cdevents.taskrun.finished.0.3.0"
    case artifactPackaged = "dev.cdevents.artifact.packaged.0.3.0"
    case serviceDeployed = "dev.cdevents.service.deployed.0.3.0"
    case serviceUpgraded = "dev.cdevents.service.upgraded.0.3.0"
    case serviceRolledBack = "dev.cdevents.service.rolledback.0.3.0"
    case serviceRemoved = "dev.cdevents.service.removed.0.3.0"

    case approvalRequested = "dev.cdeventsx.slipway-approval.requested.0.1.0"
    case approvalGranted = "dev.cdeventsx.slipway-approval.granted.0.1.0"
    case approvalRejected = "dev.cdeventsx.slipway-approval.rejected.0.1.0"
    case approvalExpired = "dev.cdeventsx.slipway-approval.expired.0.1.0"
    case releaseStarted = "dev.cdeventsx.slipway-release.started.0.1.0"
    case releaseShifted = "dev.cdeventsx.slipway-release.shifted.0.1.0"
    case releaseJudged = "dev.cdeventsx.slipway-release.judged.0.1.0"
    case releaseHalted = "dev.cdeventsx.slipway-release.halted.0.1.0"
    case releaseResumed = "dev.cdeventsx.slipway-release.resumed.0.1.0"
    case releaseCondemned = "dev.cdeventsx.slipway-release.condemned.0.1.0"
    case releaseWithdrawn = "dev.cdeventsx.slipway-release.withdrawn.0.1.0"
    case releaseFinished = "dev.cdeventsx.slipway-release.finished.0.1.0"
    case environmentFrozen = "dev.cdeventsx.slipway-environment.frozen.0.1.0"
    case environmentUnfrozen = "dev.cdeventsx.slipway-environment.unfrozen.0.1.0"
    case environmentTakenDown = "dev.cdeventsx.slipway-environment.takendown.0.1.0"
    case environmentBroughtUp = "dev.cdeventsx.slipway-environment.broughtup.0.1.0"
    case instanceDown = "dev.cdeventsx.slipway-instance.down.0.1.0"
    case instanceUp = "dev.cdeventsx.slipway-instance.up.0.1.0"
    case instanceGivenUp = "dev.cdeventsx.slipway-instance.givenup.0.1.0"
    case transitionDisabled = "dev.cdeventsx.slipway-transition.disabled.0.1.0"
    case transitionEnabled = "dev.cdeventsx.slipway-transition.enabled.0.1.0"
    case monitorFailed = "dev.cdeventsx.slipway-monitor.failed.0.1.0"
    case monitorRecovered = "dev.cdeventsx.slipway-monitor.recovered.0.1.0"

    /// Subject and predicate: `service.rolledback`.
    var shortName: String {
        rawValue.split(separator: ".").dropFirst(2).prefix(2).joined(separator: ".")
    }
}
