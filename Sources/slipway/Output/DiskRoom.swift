import Fleet
import Foundation
import Journal
import StateDirectory

/// The room on the disk of a state directory: without any, nothing is recorded, and nothing goes on.
struct DiskRoom: Sendable {
    /// For this account, in bytes.
    let free: Int64
    /// What is left to the journal: below it, no output is kept any more.
    let reserve: Int64
    let path: String

    /// `nil` where that can't be told.
    init?(of state: StateDirectory) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: state.path)
        guard let free = attributes?[.systemFreeSize] as? Int64, let size = attributes?[.systemSize] as? Int64 else {
            return nil
        }
        self.free = free
        reserve = OutputReserve.bytes(ofDisk: size)
        path = state.path
    }

    /// Too little for what a release writes.
    var isUsedUp: Bool { free < 1 << 20 }
    /// No output is kept any more.
    var isScarce: Bool { free < reserve + (64 << 10) }

    var sentence: String {
        isUsedUp
            ? "no room is left on the disk of \(path): nothing goes on until there is"
            : "little room is left: \(Self.text(free)) are free; what steps and instances print is not kept, so that "
                + "the journal can go on"
    }

    var size: String { "\(Self.text(free)) are free; the last \(Self.text(reserve)) are kept for the journal" }

    private static func text(_ bytes: Int64) -> String {
        bytes < 10 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}
