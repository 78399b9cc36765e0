import Dashboard
import Delivery
import Foundation
import Values

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
    private let row: VersionRow

    private enum CodingKeys: String, CodingKey {
        case environment, version, digest, commit, run, time, result
        case isInService = "inService"
        case isKept = "kept"
        case isReady = "ready"
        case ahead, migratedBy
    }

    private init(_ row: VersionRow, of environment: EnvironmentName) {
        self.environment = environment
        (version, digest) = (row.artifact.version, row.artifact.digest)
        (commit, run, time, result) = (row.commit, row.run, row.time.iso8601, row.result)
        (isInService, isKept, isReady) = (row.isInService, row.isKept, row.isReady)
        (ahead, migratedBy) = (row.ahead, row.migratedBy)
        self.row = row
    }

    /// The newest first.
    static func all(of name: EnvironmentName, in ledger: Ledger, stored: Set<Digest>) -> [VersionLine] {
        VersionRow.all(of: name, in: ledger, stored: stored).map { VersionLine($0, of: name) }
    }

    /// `production  1.41.0  4e1d8a0c3b7f  commit 9f2c1a9  run #12  22 Nov 12:03:10  succeeded  in service`
    func plain(namingEnvironment: Bool) -> String {
        let parts = [
            namingEnvironment ? environment.rawValue : nil, version, digest.short,
            commit.map { "commit \($0.prefix(7))" }, "run \(run)",
            "\(dayText(of: row.time)) \(clockText(of: row.time))", row.standing,
        ]
        return (parts.compactMap { $0 } + row.remarks).joined(separator: "  ")
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
