import Foundation

/// Which file it is, whatever its name: another one with the same path is not taken for it.
package struct FileIdentity: Equatable, Sendable {
    private let device: UInt64
    private let number: UInt64
    package let isSocket: Bool

    package init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(status.st_ino)
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }

    /// What is at a path, and not where a link leads; `nil` when there is nothing.
    package init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
