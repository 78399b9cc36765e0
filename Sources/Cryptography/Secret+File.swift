import Foundation
import Posix

extension Secret {
    /// Reads a file that nobody but its owner may read or change.
    ///
    /// It waits for the disk: keep it off the threads that tasks run on.
    /// - Throws: ``SecretError``
    public static func read(from path: String) throws(SecretError) -> Secret {
        try Secret(contents(of: path))
    }

    /// Judges the file that it has opened, so that nobody can put another in its place meanwhile.
    private static func contents(of path: String) throws(SecretError) -> [UInt8] {
        // Room for an end of line, and for one byte too many.
        let file = try read(path, limit: longest + 3)
        guard file.owner == geteuid() || file.owner == 0 else { throw .ownedByOther(path: path) }
        let permissions = Int(file.permissions)
        guard permissions & 0o077 == 0 else { throw .openToOthers(path: path, permissions: permissions) }
        return file.bytes
    }

    private static func read(_ path: String, limit: Int) throws(SecretError) -> BoundedFile.Contents {
        do { return try BoundedFile.beginning(of: path, limit: limit) } catch {
            switch error {
            case .missing: throw .noSuchFile(path: path)
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            case .notAFile: throw .notAFile(path: path)
            case .tooLarge: throw .tooLong
            }
        }
    }
}
