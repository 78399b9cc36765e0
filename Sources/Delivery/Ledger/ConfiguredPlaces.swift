import Values

/// What pipelines have that may not have had a run yet: a server knows its own.
public struct ConfiguredPlaces: Equatable, Sendable {
    /// The stages by pipeline.
    public var stages: [String: [StageName]]
    public var environments: Set<EnvironmentName>

    public init(_ pipelines: [Pipeline] = []) {
        stages = pipelines.reduce(into: [:]) { $0[$1.name] = $1.stages.map(\.name) }
        environments = Set(pipelines.flatMap(\.environmentNames))
    }
}
