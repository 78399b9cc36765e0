import Foundation
import Posix

/// What the system says about a path itself; a link at its end is not followed.
struct FileStatus: Equatable {
    let type: mode_t
    let owner: uid_t
    /// Without the type.
    let mode: mode_t
    let inode: UInt64

    /// `nil` when nothing is there.
    ///
    /// - Throws: ``StateTrustError`` when the system doesn't let us look.
    static func of(_ path: String) throws(StateTrustError) -> FileStatus? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw StateTrustError(.unreadable(detail: SystemCallError.reason(of: errno)), path: path)
        }
        return FileStatus(
            type: status.st_mode & S_IFMT, owner: status.st_uid, mode: status.st_mode & 0o7777,
            inode: UInt64(status.st_ino))
    }
}
