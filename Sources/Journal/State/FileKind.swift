import Foundation

/// What is at a path.
enum FileKind: Equatable {
    case nothing, directory, file, other

    /// - Throws: ``JournalError`` when the system doesn't let us look.
    static func of(_ path: String) throws(JournalError) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT { return .nothing }
            let kind: JournalError.Kind = code == ENOTDIR ? .notADirectory : .unexpected
            throw JournalError(kind, path: path, detail: String(cString: strerror(code)))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFREG: return .file
        default: return .other
        }
    }
}
