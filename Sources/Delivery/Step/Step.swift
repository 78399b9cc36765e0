import Values

/// One unit of work in a stage: what all kinds have, and what it does.
public struct Step: Equatable, Sendable {
    /// The name that the pipeline gives it.
    public var name: String?
    public var work: StepWork
    public var terms: StepTerms
    /// The variables of its command, beyond the stage's; `nil` for none.
    public var variables: VariableSettings?

    public init(
        _ work: StepWork, name: String? = nil, terms: StepTerms = StepTerms(), variables: VariableSettings? = nil
    ) {
        self.work = work
        self.name = name
        self.terms = terms
        self.variables = variables
    }

    /// What the screen calls the step.
    public var title: String { name ?? kind.title }

    /// The environment that the step releases into.
    public var target: EnvironmentName? { kind.target }

    var kind: any StepKind { work.kind }

    /// Whether it may keep a bad version from being released: not where nobody minds that it fails.
    var tests: Bool { kind.tests && !terms.continuesOnError && terms.condition != .failure }
}

extension Step {
    public static func run(command: String, name: String? = nil) -> Step {
        Step(.run(RunStep(command: command)), name: name)
    }

    public static func artifact(path: String, versionFrom: String?) -> Step {
        Step(.artifact(ArtifactStep(path: path, versionFrom: versionFrom)))
    }

    public static func deploy(environment: EnvironmentName) -> Step {
        Step(.deploy(DeployStep(environment: environment)))
    }
}

/// Identifies a step of a run: the stage and the step's place in it, from 0.
public struct StepID: Hashable, Sendable, Codable, CustomStringConvertible {
    public let stage: StageName
    public let index: Int

    private enum CodingKeys: String, CodingKey { case stage, index }

    public init(stage: StageName, index: Int) {
        self.stage = stage
        self.index = index
    }

    /// `build/1`: people count from 1.
    public var description: String { "\(stage)/\(index + 1)" }
}
