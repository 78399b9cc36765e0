import Values

/// A version that has passed every stage before an environment, and was never released there.
public struct ReadyVersion: Equatable, Sendable, Codable {
    public let artifact: Artifact
    /// The commit that it was built from; `nil` without git.
    public let commit: String?
    /// How many commits it brings beyond what was in service there when its run began; `nil` where nobody can tell.
    public let ahead: Int?
    /// The run that made it.
    public let run: RunNumber
    /// The pipeline of that run; `nil` where it is not known any more.
    public let pipeline: String?
    public let since: Timestamp

    private enum CodingKeys: String, CodingKey { case artifact, commit, ahead, run, pipeline, since }

    /// As one that was never released.
    var unreleased: ReleasedVersion {
        ReleasedVersion(
            artifact: artifact, commit: commit, run: run, pipeline: pipeline, time: since, result: nil,
            wasInService: false, isWayBack: nil)
    }
}

extension EnvironmentRecord {
    /// More than anybody chooses from.
    private static let mostReady = 20

    mutating func note(_ version: ReadyVersion) {
        ready.removeAll { $0.artifact.digest == version.artifact.digest }
        ready.append(version)
        if ready.count > Self.mostReady { ready.removeFirst(ready.count - Self.mostReady) }
    }

    /// It is released, or something newer is in service.
    mutating func forgetReady(_ digest: Digest) { ready.removeAll { $0.artifact.digest == digest } }
    mutating func forgetReady(upTo run: RunNumber) { ready.removeAll { $0.run <= run } }
}

extension Draft {
    /// Tells of each environment that a stage deploys to that there is a version for it, once.
    mutating func noteReadiness(before stage: StageState) {
        guard run.pipeline?.stored == nil, !run.cancelled, let artifact = run.artifact else { return }
        for environment in stage.stage.steps.compactMap(\.target)
        where !run.readied.contains(environment) && ledger.stable(in: environment)?.artifact.digest != artifact.digest {
            emit(
                .release(
                    environment,
                    .versionReady(
                        artifact: artifact, commit: run.change?.commit,
                        ahead: run.change?.commits?[environment]?.count)))
        }
    }
}
