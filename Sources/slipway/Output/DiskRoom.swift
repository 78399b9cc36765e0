import Foundation
import Journal
import StateDirectory

/// The room on the disk of a state directory: without any, nothing is recorded, and nothing goes on.
struct DiskRoom: Sendable {
    /// For this account, in bytes.
    let free: Int64
    let path: String

    /// `nil` where that can't be told.
    init?(of state: StateDirectory) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: state.path)
        guard let free = attributes?[.systemFreeSize] as? Int64 else { return nil }
        self.free = free
        path = state.path
    }

    /// Too little for what a release writes.
    var isUsedUp: Bool { free < 1 << 20 }
    var isScarce: Bool { free < 256 << 20 }

    var sentence: String {
        isUsedUp
            ? "no room is left on the disk of \(path): nothing goes on until there is" : "little room is left: \(size)"
    }

    var size: String { "\(free >> 20) MiB are free" }
}
