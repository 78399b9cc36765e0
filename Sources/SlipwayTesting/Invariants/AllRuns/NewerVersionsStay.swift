import Delivery

/// No run releases its version, and nobody gets it, where a newer run's is in service.
struct NewerVersionsStay: SharedInvariant {
    private var stable: [EnvironmentName: RunNumber]

    init(_ scenario: Scenario) {
        stable = scenario.sites.compactMapValues { $0.previous?.run }
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            switch entry.event {
            case .releaseStarted(let name, _), .promotionStarted(let name, _, _):
                guard let run = entry.run, let newer = stable[name], newer > run else { continue }
                return "run \(run) releases into \(name), which has run \(newer)'s version"
            case .promoted(let name, let deployment): stable[name] = deployment.run
            case .releaseFinished(let name, _, let running, _, _): stable[name] = running?.run
            default: break
            }
        }
        return nil
    }
}
