import Values

/// What a pipeline file says of who releases, where to, and how that is watched: whoever can push could push it away.
///
/// It is kept with what is in service, so that a later file is measured by it.
public struct DeliveryRules: Equatable, Sendable, Codable {
    /// The pipeline's name.
    public let pipeline: String
    public let release: ReleaseMode
    /// The stages that ask somebody or deploy, in their order.
    public let stages: [RuledStage]
    public let environments: [EnvironmentName: Environment]
    public let monitors: [Monitor]

    private enum CodingKeys: String, CodingKey { case pipeline, release, stages, environments, monitors }

    public init(_ pipeline: Pipeline) {
        self.pipeline = pipeline.name
        release = pipeline.release
        stages = pipeline.stages.map(RuledStage.init).filter { $0.gate != nil || !$0.deploys.isEmpty }
        environments = pipeline.environments
        monitors = pipeline.monitors
    }
}

/// Who is asked before a stage, and where it deploys. Its name is nothing that anybody is kept out by.
public struct RuledStage: Equatable, Sendable, Codable {
    public let gate: ApprovalRule?
    public let deploys: [EnvironmentName]

    private enum CodingKeys: String, CodingKey { case gate, deploys }

    init(_ stage: Stage) {
        gate = stage.gate
        deploys = stage.steps.compactMap(\.target)
    }
}

extension DeliveryRules {
    /// The gates before the last deployment, each once.
    var gates: [ApprovalRule] {
        guard let last = stages.lastIndex(where: { !$0.deploys.isEmpty }) else { return [] }
        return stages[...last].compactMap(\.gate)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The parts that say something else than before.
    package func parts(differingFrom former: DeliveryRules) -> [RulePart] {
        RulePart.allCases.filter { part in
            switch part {
            case .gate: stages != former.stages
            case .release: release != former.release
            case .environments: environments != former.environments(asKnownIn: environments)
            case .monitors: monitors != former.monitors
            }
        }
    }

    /// What earlier programs did not know of, nobody has changed.
    private func environments(
        asKnownIn present: [EnvironmentName: Environment]
    ) -> [EnvironmentName: Environment] {
        environments.reduce(into: environments) { environments, entry in
            guard let own = present[entry.key] else { return }
            if entry.value.platform == nil { environments[entry.key]?.platform = own.platform }
            if entry.value.service.listener == nil { environments[entry.key]?.service.listener = own.service.listener }
        }
    }
}

/// The parts of a pipeline file that keep people out, as they are called there.
public enum RulePart: String, Equatable, Sendable, Codable, CaseIterable {
    case gate, release, environments, monitors
}
