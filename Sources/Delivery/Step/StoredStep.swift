import Values

/// Takes an artifact that was built before from the store, and makes sure that it is what its digest says. No pipeline
/// file has it: it is in runs that release a stored version.
public struct StoredStep: StepKind {
    public static let key = "stored"

    public var artifact: Artifact

    public init(artifact: Artifact) {
        self.artifact = artifact
    }

    public var title: String { "take \(artifact.version) from the store" }
    public var effect: StepEffect? { .takeStored(artifact) }
    public var makesArtifact: Bool { true }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] { [] }
}
