import Delivery
import Values

/// No run releases its version, and nobody gets it, where a newer run's is in service, unless somebody goes back; and none
/// gives way to a version that is older than its own.
struct NewerVersionsStay: SharedInvariant {
    /// By the runs that made them.
    private var stable: [EnvironmentName: RunNumber]
    private var waysBack = WaysBack()

    init(_ scenario: Scenario) {
        stable = scenario.sites.compactMapValues { $0.previous?.origin }
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard let run = entry.run else { continue }
            let isWayBack = waysBack.include(entry.event, of: run)
            if !isWayBack, let breach = breach(byEndOf: entry.event, of: run) { return breach }
            guard case .release(let name, let event) = entry.event else { continue }
            if let breach = breach(by: event, in: name, of: isWayBack ? nil : run) { return breach }
        }
        return nil
    }

    private func breach(byEndOf event: Event, of run: RunNumber) -> String? {
        guard case .step(_, .finished(.superseded, .newerInService(_, _, let name)?, _, _)) = event,
            let origin = stable[name], origin < run
        else { return nil }
        return "run \(run) gives way in \(name) to run \(origin)'s version, which is older"
    }

    private mutating func breach(by event: ReleaseEvent, in name: EnvironmentName, of run: RunNumber?) -> String? {
        switch event {
        case .started, .promotionStarted:
            guard let run, let newer = stable[name], newer > run else { return nil }
            return "run \(run) releases into \(name), which has run \(newer)'s version"
        case .promoted(let deployment): stable[name] = deployment.origin
        case .finished(_, let running, _, _): stable[name] = running?.origin
        case .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted, .trafficShifting, .trafficShifted,
            .leaseLost,
            .trafficSampled, .rungPassed, .verdictReached, .halted, .resumed, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated, .rollbackStarted,
            .withdrawn, .drainStarted, .drained, .retryScheduled, .retried, .routerClosing, .routerClosed:
            break
        }
        return nil
    }
}
