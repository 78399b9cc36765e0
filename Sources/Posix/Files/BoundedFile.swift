import Foundation

/// Small files that anyone may have put there: only regular ones are read, nothing is waited for, and never more than
/// the limit.
package enum BoundedFile {
    package enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
        case missing
        case unreadable(reason: String)
        /// A directory, a pipe, a device.
        case notAFile
        case tooLarge(limit: Int)

        package var description: String {
            switch self {
            case .missing: "there is no such file"
            case .unreadable(let reason): "it can't be read: \(reason)"
            case .notAFile: "this is not a file"
            case .tooLarge(let limit): "it is larger than \(limit) bytes"
            }
        }
    }

    /// What an open file is, and what it holds: of the very file that was looked at.
    package struct Contents: Sendable {
        package let bytes: [UInt8]
        package let owner: uid_t
        /// The permissions of owner, group and others.
        package let permissions: mode_t
    }

    package static func contents(of path: String, limit: Int) throws(Problem) -> Contents {
        let contents = try beginning(of: path, limit: limit + 1)
        guard contents.bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return contents
    }

    /// The same, with no more than the first bytes of a large file.
    package static func beginning(of path: String, limit: Int) throws(Problem) -> Contents {
        let (status, bytes) = try read(path, limit: limit)
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        return Contents(bytes: bytes, owner: status.st_uid, permissions: status.st_mode & 0o777)
    }

    /// No bytes of what is no regular file.
    private static func read(_ path: String, limit: Int) throws(Problem) -> (stat, [UInt8]) {
        do throws(SystemCallError) {
            // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
            let file = try OwnedDescriptor(opening: path, O_RDONLY | O_NONBLOCK)
            let status = try file.status(path: path)
            guard status.st_mode & S_IFMT == S_IFREG else { return (status, []) }
            return (status, try file.read(limit: limit, path: path))
        } catch {
            throw error.number == ENOENT ? .missing : .unreadable(reason: error.reason)
        }
    }
}
