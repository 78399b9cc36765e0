import Foundation
import Journal

/// A state directory that is removed with the last reference to it, and the short one in its stead.
final class TemporaryState: Sendable {
    let directory: StateDirectory

    /// - Parameter padding: How much longer than usual its path is.
    init(padding: Int = 0) throws {
        let name = "slipway-control-\(UUID().uuidString)" + String(repeating: "x", count: padding)
        directory = StateDirectory(path: FileManager.default.temporaryDirectory.appending(path: name).path)
        try directory.prepare()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory.path)
    }
}
