import Delivery
import Foundation
import Journal

/// A state directory that is removed with the last reference to it.
final class TemporaryState: Sendable {
    let directory: StateDirectory

    /// - Parameter prepared: Whether the directory exists from the beginning.
    init(prepared: Bool = true) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "slipway-journal-\(UUID().uuidString)").path
        directory = StateDirectory(path: path)
        if prepared { try directory.prepare() }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory.path)
    }
}

/// The permission bits of what is at `path`.
func permissions(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

extension Timestamp {
    /// 2026-11-21T12:03:49.123Z
    static let noon = Timestamp(milliseconds: 1_795_262_629_123)
}
