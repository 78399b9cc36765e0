/// A named phase of a run. Its gate, if any, is passed before its first step starts.
public struct Stage: Equatable, Sendable, Codable {
    public var name: StageName
    public var gate: ApprovalRule?
    public var steps: [Step]

    public init(name: StageName, gate: ApprovalRule? = nil, steps: [Step]) {
        self.name = name
        self.gate = gate
        self.steps = steps
    }
}

/// One unit of work in a stage.
public enum Step: Equatable, Sendable, Codable {
    /// A shell command; it succeeds when it exits with 0.
    case run(command: String, name: String?)
    /// Makes the run's artifact from the folder `path`; the first line of the file `versionFrom` names its version.
    case artifact(path: String, versionFrom: String?)
    /// Releases the run's artifact into an environment.
    case deploy(environment: EnvironmentName)

    /// What the screen calls the step.
    public var title: String {
        switch self {
        case .run(let command, let name): name ?? command
        case .artifact(let path, _): "artifact \(path)"
        case .deploy(let environment): "deploy \(environment)"
        }
    }
}

/// Identifies a step of a run: the stage and the step's place in it, from 0.
public struct StepID: Hashable, Sendable, Codable, CustomStringConvertible {
    public let stage: StageName
    public let index: Int

    public init(stage: StageName, index: Int) {
        self.stage = stage
        self.index = index
    }

    /// `build/1`: people count from 1.
    public var description: String { "\(stage)/\(index + 1)" }
}
