import Values

/// That an environment's database moved on, and can't go back.
public struct Migration: Equatable, Sendable, Codable {
    public let run: RunNumber
    public let time: Timestamp

    private enum CodingKeys: String, CodingKey { case run, time }
}

extension EnvironmentRecord {
    /// More than anybody goes back over.
    private static let mostMigrations = 50

    mutating func noteMigration(in run: RunNumber, at time: Timestamp) {
        migrations.removeAll { $0.run == run }
        migrations.append(Migration(run: run, time: time))
        if migrations.count > Self.mostMigrations { migrations.removeFirst(migrations.count - Self.mostMigrations) }
    }

    /// The last migration that a version knows nothing of; `nil` where there is none.
    public func migration(after version: ReleasedVersion) -> Migration? {
        let first = versions.first { $0.artifact.digest == version.artifact.digest }?.run ?? version.run
        return migrations.last { $0.run > first }
    }
}

extension Draft {
    /// A migration that can't be reversed has been tried: the database may have moved on also where it failed.
    mutating func noteMigration(by id: StepID) {
        guard case .migrate(let step)? = run.stepState(id)?.step.work, !step.isReversible else { return }
        for environment in environmentsBehind(id.stage) { emit(.release(environment, .databaseMigrated)) }
    }

    /// Those that the stage deploys to; where it deploys nowhere, those of the next one that does.
    private func environmentsBehind(_ stage: StageName) -> [EnvironmentName] {
        run.stages.drop { $0.name != stage }.lazy.map { $0.stage.steps.compactMap(\.target) }.first { !$0.isEmpty }
            ?? []
    }
}
