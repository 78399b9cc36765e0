import Foundation
import StateDirectory
import Values

/// A state directory that is removed with the last reference to it.
public final class TemporaryState: Sendable {
    public let directory: StateDirectory

    /// - Parameters:
    ///   - prepared: Whether the directory exists from the beginning.
    ///   - padding: How much longer than usual its path is.
    public init(prepared: Bool = true, padding: Int = 0) throws {
        let name = "slipway-state-\(UUID().uuidString)" + String(repeating: "x", count: padding)
        directory = StateDirectory(path: FileManager.default.temporaryDirectory.appending(path: name).path)
        if prepared { try directory.prepare() }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory.path)
    }
}

/// The permission bits of what is at `path`.
public func permissions(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

extension Timestamp {
    /// 2026-11-21T12:03:49.123Z
    public static let noon = Timestamp(milliseconds: 1_795_262_629_123)
}
