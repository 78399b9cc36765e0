/// Who may release, and what must come before it.
extension Pipeline {
    /// One artifact is built, once, before anything is deployed.
    var artifactFaults: [PipelineFault] {
        let steps = placedSteps
        let artifacts = steps.indices.filter { steps[$0].isArtifact }
        let first = artifacts.first ?? steps.endIndex
        let repeated = artifacts.dropFirst().map {
            PipelineFault(
                at: steps[$0].path.key("artifact"), "a second artifact step",
                remedy: "a run makes one artifact, once, and promotes it everywhere")
        }
        let early = steps[..<first].filter { $0.environment != nil }.map {
            PipelineFault(
                at: $0.path.key("deploy"), "there is nothing to deploy yet",
                remedy: "put an artifact step before it: artifact: { path: dist }")
        }
        return repeated + early
    }

    var releaseFaults: [PipelineFault] {
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
    private var approvalFaults: [PipelineFault] {
        guard let last = placedSteps.last(where: { $0.environment != nil }), let environment = last.environment,
            !stages[...last.stage].contains(where: { $0.gate != nil })
        else { return [] }
        return [
            PipelineFault(
                at: last.path.key("deploy"),
                "release: manual means that a person releases, and nobody is asked before \(environment.rawValue.quoted)",
                remedy: "add `gate: { approve: {} }` to the stage \(stages[last.stage].name.rawValue.quoted), "
                    + "or say `release: automatic`")
        ]
    }

    /// What `release: automatic` still lacks: tests, judgement and automatic rollback.
    private var unearnedFaults: [PipelineFault] {
        let steps = placedSteps
        guard let deploy = steps.firstIndex(where: { $0.environment != nil }) else { return [] }
        let environments = Set(steps.compactMap(\.environment)).sorted()
        let untested = steps[..<deploy].contains(where: \.isRun) ? [] : [untested(steps[deploy])]
        return untested + environments.flatMap(unearned)
    }

    private func untested(_ deploy: PlacedStep) -> PipelineFault {
        unearned(at: deploy.path.key("deploy"), "nothing is tested before this", "put a run step before it")
    }

    private func unearned(by name: EnvironmentName) -> [PipelineFault] {
        guard let environment = environments[name] else { return [] }
        let path = Self.path(to: name)
        var faults: [PipelineFault] = []
        if environment.strategy.steps.isEmpty {
            faults.append(unearned(at: path.key("strategy"), "exposure does not grow in steps", "add a canary"))
        }
        if !environment.health.contains(where: \.judgesRequests) {
            faults.append(unearned(at: path.key("health"), "nobody judges its requests", "add `errors: {}` or an slo"))
        }
        if !environment.rollback.automatic {
            faults.append(
                unearned(at: path.key("rollback").key("automatic"), "it does not roll back by itself", "say true"))
        }
        return faults
    }

    private func unearned(at path: PipelinePath, _ lack: String, _ remedy: String) -> PipelineFault {
        PipelineFault(
            at: path, "release: automatic is not earned: \(lack)",
            remedy: "\(remedy), or write `accept-risk:` with the reason")
    }
}

extension HealthRule {
    /// Whether the rule judges what users get, rather than whether the candidate is up.
    var judgesRequests: Bool { if case .responding = self { false } else { true } }
}
