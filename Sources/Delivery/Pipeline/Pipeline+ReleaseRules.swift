import Values

/// Who may release, and what must come before it.
extension Pipeline {
    /// One artifact is built, once, before anything is deployed.
    var artifactFaults: [FieldFault] {
        let steps = placedSteps
        let artifacts = steps.indices.filter { steps[$0].step.kind.makesArtifact }
        let first = artifacts.first ?? steps.endIndex
        let repeated = artifacts.dropFirst().map {
            FieldFault(
                at: steps[$0].path.key("artifact"), "a second artifact step",
                remedy: "a run makes one artifact, once, and promotes it everywhere")
        }
        let early = steps[..<first].filter { $0.environment != nil }.map {
            FieldFault(
                at: $0.path.key("deploy"), "there is nothing to deploy yet",
                remedy: "put an artifact step before it: artifact: { path: dist }")
        }
        return repeated + early
    }

    var releaseFaults: [FieldFault] {
        switch release {
        case .manual: approvalFaults
        case .automatic(acceptRisk: nil): unearnedFaults
        case .automatic(.some(let reason)) where reason.allSatisfy(\.isWhitespace):
            [
                .init(
                    at: .init().key("accept-risk"), "accept-risk gives no reason",
                    remedy: "say in a sentence why the risk is taken")
            ]
        case .automatic: []
        }
    }

    /// A person releases: the last deployment waits behind an approval.
    private var approvalFaults: [FieldFault] {
        guard let last = placedSteps.last(where: { $0.environment != nil }), let environment = last.environment,
            !stages[...last.stage].contains(where: { $0.gate != nil })
        else { return [] }
        return [
            FieldFault(
                at: last.path.key("deploy"),
                "release: manual means that a person releases, and nobody is asked before \(environment.rawValue.quoted)",
                remedy: "add `gate: { approve: {} }` to the stage \(stages[last.stage].name.rawValue.quoted), "
                    + "or say `release: automatic`")
        ]
    }

    /// What `release: automatic` still lacks: tests, judgement and automatic rollback.
    private var unearnedFaults: [FieldFault] {
        let steps = placedSteps
        guard let deploy = steps.firstIndex(where: { $0.environment != nil }) else { return [] }
        let environments = Set(steps.compactMap(\.environment)).sorted()
        // In a parallel stage, what stands before it in the file does not come before it.
        let isParallel = stages[steps[deploy].stage].isParallel
        let earlier = steps[..<deploy].filter { !isParallel || $0.stage < steps[deploy].stage }
        let untested = earlier.contains(where: \.step.tests) ? [] : [untested(steps[deploy])]
        return untested + environments.flatMap(unearned)
    }

    private func untested(_ deploy: PlacedStep) -> FieldFault {
        unearned(at: deploy.path.key("deploy"), "nothing is tested before this", "put a run or check step before it")
    }

    private func unearned(by name: EnvironmentName) -> [FieldFault] {
        guard let environment = environments[name] else { return [] }
        let path = Self.path(to: name)
        var faults: [FieldFault] = []
        if !environment.strategy.isGradual {
            faults.append(unearned(at: path.key("strategy"), "exposure does not grow in steps", "add a canary"))
        }
        if !environment.health.contains(where: { $0.subject != .instances }) {
            faults.append(unearned(at: path.key("health"), "nobody judges its requests", "add `errors: {}` or an slo"))
        }
        if !environment.rollback.automatic {
            faults.append(
                unearned(at: path.key("rollback").key("automatic"), "it does not roll back by itself", "say true"))
        }
        return faults
    }

    private func unearned(at path: FieldPath, _ lack: String, _ remedy: String) -> FieldFault {
        FieldFault(
            at: path, "release: automatic is not earned: \(lack)",
            remedy: "\(remedy), or write `accept-risk:` with the reason")
    }
}
