import Delivery
import Values
import Wording

/// A version of an environment, and what is to be said of it: ready, released or in service.
public struct VersionRow: Equatable, Sendable {
    /// Which release of which version it is.
    public struct ID: Hashable, Sendable {
        let run: RunNumber
        let digest: Digest
        let isReady: Bool
    }

    public let artifact: Artifact
    public let commit: String?
    public let run: RunNumber
    public let time: Timestamp
    /// How its release ended; `nil` while it goes on.
    public let result: RunResult?
    public let isInService: Bool
    /// Whether its archive is still here, so that it can be released.
    public let isKept: Bool
    /// Whether it has passed everything before this environment, and was never released there.
    public let isReady: Bool
    /// How many commits it brought beyond what was in service.
    public let ahead: Int?
    /// The run that has migrated the database for good since.
    public let migratedBy: RunNumber?

    var id: ID { ID(run: run, digest: artifact.digest, isReady: isReady) }

    /// The newest first.
    public static func all(of name: EnvironmentName, in ledger: Ledger, stored: Set<Digest>) -> [VersionRow] {
        guard let record = ledger.environments[name] else { return [] }
        return record.ready.reversed().map { VersionRow($0, stored) }
            + record.versions.reversed().map { VersionRow($0, in: record, stored) }
    }

    private init(_ version: ReadyVersion, _ stored: Set<Digest>) {
        artifact = version.artifact
        (commit, run, time, result) = (version.commit, version.run, version.since, nil)
        (isInService, isReady, ahead, migratedBy) = (false, true, version.ahead, nil)
        isKept = stored.contains(version.artifact.digest)
    }

    private init(_ version: ReleasedVersion, in record: EnvironmentRecord, _ stored: Set<Digest>) {
        artifact = version.artifact
        (commit, run, time, result) = (version.commit, version.run, version.time, version.result)
        isInService = record.stable?.run == version.run && record.stable?.artifact.digest == version.artifact.digest
        (isReady, ahead) = (false, nil)
        isKept = stored.contains(version.artifact.digest)
        migratedBy = record.migration(after: version)?.run
    }

    /// How it stands: `ready, 3 commits ahead`, `succeeded`.
    public var standing: String { isReady ? readiness : result?.word ?? "under way" }

    /// What else is to be known before it is chosen.
    public var remarks: [String] {
        [
            isInService ? "in service" : nil, isKept ? nil : "not kept here any more",
            migratedBy.map { "from before the migration of run \($0)" },
        ].compactMap { $0 }
    }

    private var readiness: String { "ready" + (ahead.map { ", \(NumberText.count($0, "commit")) ahead" } ?? "") }
}
