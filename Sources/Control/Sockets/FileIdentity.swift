import Foundation

/// Which file is at a path, so that another one there is not taken for it.
struct FileIdentity: Equatable {
    let device: UInt64
    let number: UInt64
    let isSocket: Bool

    /// `nil` when there is nothing.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(status.st_ino)
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }
}
