import Values

/// What a step does: one of the kinds, each in a file of its own. This is the one place that knows them all.
public enum StepWork: Equatable, Sendable {
    case run(RunStep)
    case artifact(ArtifactStep)
    case deploy(DeployStep)
    case check(CheckStep)
    case migrate(MigrateStep)
    case stored(StoredStep)
    case source(SourceStep)

    public var kind: any StepKind {
        switch self {
        case .run(let step): step
        case .artifact(let step): step
        case .deploy(let step): step
        case .check(let step): step
        case .migrate(let step): step
        case .stored(let step): step
        case .source(let step): step
        }
    }
}

/// What each kind of step answers for itself.
public protocol StepKind: Equatable, Sendable {
    /// Its name in the pipeline file and in the record.
    static var key: String { get }
    /// What the screen calls it where the pipeline gives it no name.
    var title: String { get }
    /// What is to be done while it runs; `nil` where a release does it.
    var effect: StepEffect? { get }
    /// The environment that it releases into.
    var target: EnvironmentName? { get }
    /// Whether it is a command: one that is cancelled has to be ended.
    var isCommand: Bool { get }
    /// Whether a person may overlook its failure: nothing that follows needs it.
    var maySkip: Bool { get }
    /// Whether it makes the run's artifact.
    var makesArtifact: Bool { get }
    /// The end of it after which its retries have it done again.
    var repeatedResult: RunResult { get }
    /// Whether it may say before a release that the version is bad.
    var tests: Bool { get }
    /// What is wrong with it by itself; `path` is where the step is.
    func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault]
}

extension StepKind {
    public var target: EnvironmentName? { nil }
    public var isCommand: Bool { false }
    public var maySkip: Bool { false }
    public var makesArtifact: Bool { false }
    public var tests: Bool { false }
    public var repeatedResult: RunResult { .failed }

    /// Whether nothing has to be ended when it is no longer wanted.
    var justStops: Bool { !isCommand && target == nil }
}
