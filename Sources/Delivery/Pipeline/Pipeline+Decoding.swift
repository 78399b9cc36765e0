import Values

/// What a recorded pipeline lacks, because it was recorded by an earlier version, is as if it had not been written.
extension Pipeline {
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try members.decode(String.self, forKey: .name),
            release: try members.decode(ReleaseMode.self, forKey: .release),
            source: try members.decodeIfPresent(Source.self, forKey: .source),
            queue: try members.decodeIfPresent(QueuePolicy.self, forKey: .queue) ?? .superseded,
            stages: try members.decode([Stage].self, forKey: .stages),
            environments: try members.decode([EnvironmentName: Environment].self, forKey: .environments),
            monitors: try members.decodeIfPresent([Monitor].self, forKey: .monitors) ?? [],
            passEnv: try members.decodeIfPresent([String].self, forKey: .passEnv) ?? [],
            variables: try members.decodeIfPresent(VariableSettings.self, forKey: .variables))
        stored = try members.decodeIfPresent(StoredVersion.self, forKey: .stored)
        wholeRules = try members.decodeIfPresent(DeliveryRules.self, forKey: .wholeRules)
    }
}
