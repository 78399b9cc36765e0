import Values

/// Releases the run's artifact into an environment.
public struct DeployStep: StepKind {
    public static let key = "deploy"

    public var environment: EnvironmentName

    public init(environment: EnvironmentName) {
        self.environment = environment
    }

    public var title: String { "deploy \(environment)" }
    public var effect: StepEffect? { nil }
    public var target: EnvironmentName? { environment }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        if environments.contains(environment) { return [] }
        let remedy = environment.rawValue.hint(
            among: environments.map(\.rawValue), none: "there are no environments", otherwise: "the environments are")
        return [
            FieldFault(
                at: path.key(Self.key), "unknown environment \(environment.rawValue.quoted)", remedy: remedy)
        ]
    }
}
