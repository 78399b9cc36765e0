import Delivery
import Foundation
import Values
import Wording

/// A version of an environment, as `slipway versions` shows it.
struct VersionLine: Encodable {
    let environment: EnvironmentName
    let version: String
    let digest: Digest
    let commit: String?
    let run: RunNumber
    let time: String
    /// How its release ended; `nil` while it goes on.
    let result: RunResult?
    let isInService: Bool
    /// Whether its archive is still here, so that it can be released.
    let isKept: Bool
    /// Whether it has passed everything before this environment, and was never released there.
    let isReady: Bool
    /// How many commits it brought beyond what was in service.
    let ahead: Int?
    /// The run that has migrated the database for good since.
    let migratedBy: RunNumber?
    private let at: Timestamp

    private enum CodingKeys: String, CodingKey {
        case environment, version, digest, commit, run, time, result
        case isInService = "inService"
        case isKept = "kept"
        case isReady = "ready"
        case ahead, migratedBy
    }

    /// The newest first.
    static func all(of name: EnvironmentName, in ledger: Ledger, stored: Set<Digest>) -> [VersionLine] {
        guard let record = ledger.environments[name] else { return [] }
        let ready = record.ready.map { version in
            VersionLine(
                environment: name, version: version.artifact.version, digest: version.artifact.digest,
                commit: version.commit, run: version.run, time: version.since.iso8601, result: nil,
                isInService: false, isKept: stored.contains(version.artifact.digest), isReady: true,
                ahead: version.ahead, migratedBy: nil, at: version.since)
        }
        return ready.reversed()
            + record.versions.reversed().map { version in
                VersionLine(
                    environment: name, version: version.artifact.version, digest: version.artifact.digest,
                    commit: version.commit, run: version.run, time: version.time.iso8601, result: version.result,
                    isInService: record.stable?.run == version.run
                        && record.stable?.artifact.digest == version.artifact.digest,
                    isKept: stored.contains(version.artifact.digest), isReady: false, ahead: nil,
                    migratedBy: record.migration(after: version)?.run, at: version.time)
            }
    }

    /// `production  1.41.0  4e1d8a0c3b7f  commit 9f2c1a9  run #12  22 Nov 12:03:10  succeeded  in service`
    func plain(namingEnvironment: Bool) -> String {
        let parts = [
            namingEnvironment ? environment.rawValue : nil, version, digest.short,
            commit.map { "commit \($0.prefix(7))" }, "run \(run)", "\(dayText(of: at)) \(clockText(of: at))",
            isReady ? readiness : result?.word ?? "under way", isInService ? "in service" : nil,
            isKept ? nil : "not kept here any more", migratedBy.map { "from before the migration of run #\($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: "  ")
    }

    private var readiness: String {
        "ready" + (ahead.map { ", \(NumberText.count($0, "commit")) ahead" } ?? "")
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
