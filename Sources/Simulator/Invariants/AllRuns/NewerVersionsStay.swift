import Delivery
import Values

/// No run releases its version, and nobody gets it, where a newer run's is in service.
struct NewerVersionsStay: SharedInvariant {
    private var stable: [EnvironmentName: RunNumber]

    init(_ scenario: Scenario) {
        stable = scenario.sites.compactMapValues { $0.previous?.origin }
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard case .release(let name, let event) = entry.event else { continue }
            if let breach = breach(by: event, in: name, of: entry.run) { return breach }
        }
        return nil
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
