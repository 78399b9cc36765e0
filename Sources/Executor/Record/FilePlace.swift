import Foundation

/// Which file is at a path.
struct FilePlace: Equatable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// `nil` when there is none.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
