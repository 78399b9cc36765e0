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
        migration(after: version.artifact.digest, of: version.origin)
    }

    /// The same of one that is released once more, beside what that run did itself.
    func migration(after version: StoredVersion, but own: RunNumber) -> Migration? {
        migration(after: version.artifact.digest, of: version.run, but: own)
    }

    private func migration(after digest: Digest, of run: RunNumber, but own: RunNumber? = nil) -> Migration? {
        let first = versions.first { $0.artifact.digest == digest }?.origin ?? run
        return migrations.last { $0.run > first && $0.run != own }
    }
}

extension Draft {
    /// A migration that can't be reversed begins: from now on the database may have moved on, also where it fails.
    mutating func noteMigration(by id: StepID) {
        guard case .migrate(let step)? = run.stepState(id)?.step.work, !step.isReversible else { return }
        for environment in environmentsBehind(id.stage)
        where ledger.environments[environment]?.migrations.contains(where: { $0.run == run.number }) != true {
            emit(.release(environment, .databaseMigrated))
        }
    }

    /// Those that the stage deploys to; where it deploys nowhere, those of the next one that does.
    private func environmentsBehind(_ stage: StageName) -> [EnvironmentName] {
        run.stages.drop { $0.name != stage }.lazy.map { $0.stage.steps.compactMap(\.target) }.first { !$0.isEmpty }
            ?? []
    }
}
