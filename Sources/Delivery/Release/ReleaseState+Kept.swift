import Values

/// What stays ready after a release for a way back, and what stayed after the one before.
extension ReleaseState {
    /// Whether the old instances stay ready when it ends. What never answered is nothing to keep.
    var keepsOld: Bool {
        isPromoted && !isRollingBack && !isInPlace && plan.previous != nil && !goesAsFirst
            && plan.keepOld ?? .zero > .zero
    }

    /// How long it is watched with all traffic. Earlier programs did that for as long as they kept the old instances.
    var watchLength: Duration { plan.keepOld == nil ? settings.rollback.keepOld : settings.watch ?? .zero }

    /// What ends the instances that are in the way of its own.
    var displacement: [ReleaseEffect] {
        displaced.filter(\.mayRun).map { .stopInstance($0.id, within: settings.service.stopWithin) }
    }

    /// What was kept ready, where it goes back to just that.
    var returned: Deployment? { plan.returnsToKept == true ? plan.kept : nil }
}

extension Draft {
    /// What is still ready of the version that a way back at once goes to: nothing has to be started.
    func deploymentToReturnTo(
        of artifact: Artifact, in environment: EnvironmentName, as settings: Environment, _ slot: Slot
    ) -> Deployment? {
        guard run.pipeline?.stored?.isWayBack == true, !settings.strategy.isGradual,
            let kept = ledger.environments[environment]?.readyKept, kept.artifact.digest == artifact.digest,
            kept.slot == slot, Set(kept.instances.map(\.id.host)) == Set(settings.hosts)
        else { return nil }
        return kept
    }
}
