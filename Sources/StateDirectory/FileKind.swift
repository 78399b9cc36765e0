import Foundation
import Posix

/// What is at a path.
package enum FileKind: Equatable {
    case nothing, directory, file, other

    /// - Throws: ``StateDirectoryError`` when the system doesn't let us look.
    package static func of(_ path: String) throws(StateDirectoryError) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT { return .nothing }
            let kind: StateDirectoryError.Kind = code == ENOTDIR ? .notADirectory : .unexpected
            throw StateDirectoryError(kind, path: path, detail: SystemCallError.reason(of: code))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFREG: return .file
        default: return .other
        }
    }
}
