import Values

/// Makes the run's artifact from the folder `path`; the first line of the file `versionFrom` names its version.
public struct ArtifactStep: StepKind {
    public static let key = "artifact"

    public var path: String
    public var versionFrom: String?

    public init(path: String, versionFrom: String?) {
        self.path = path
        self.versionFrom = versionFrom
    }

    public var title: String { "artifact \(path)" }
    public var effect: StepEffect? { .makeArtifact(path: path, versionFrom: versionFrom) }
    public var makesArtifact: Bool { true }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        let path = path.key(Self.key)
        return [
            self.path.workspaceFault(at: path.key("path")), versionFrom?.workspaceFault(at: path.key("version-from")),
        ].compactMap { $0 }
    }
}
