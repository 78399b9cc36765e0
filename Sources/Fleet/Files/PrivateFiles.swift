import Foundation

/// Files and directories that only their owner may enter.
enum PrivateFiles {
    /// Makes `directory` (0700) and what is missing above it; one that exists is left as it is.
    static func makeDirectory(_ directory: URL) throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Makes an empty file (0600); one that exists is left as it is.
    static func touch(_ path: String) throws {
        _ = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND)
    }

    /// Makes a file (0600) of `bytes`, where none is. Throws ``SystemCallError``.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try file.write(bytes, path: path)
    }

    /// Makes a FIFO (0600); one that exists is left as it is.
    static func makeFIFO(_ path: String) throws {
        guard mkfifo(path, 0o600) == 0 || errno == EEXIST else { throw SystemCallError("mkfifo", path) }
    }

    /// The first `limit` bytes of a small file; `nil` when there is no such file. Throws ``SystemCallError``.
    static func bytes(of path: String, limit: Int) throws -> [UInt8]? {
        do {
            return try OwnedDescriptor(opening: path, O_RDONLY).read(limit: limit, path: path)
        } catch let error as SystemCallError where error.number == ENOENT {
            return nil
        }
    }

    /// The first `limit` bytes of a small file as text; `nil` when there is no such file. Throws ``SystemCallError``.
    static func text(of path: String, limit: Int) throws -> String? {
        try bytes(of: path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Renames atomically within one file system, replacing what has the new name (a directory only when empty).
    static func move(_ source: String, to target: String) throws {
        guard rename(source, target) == 0 else { throw SystemCallError("rename", "\(source) to \(target)") }
    }

    static func exists(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }
}
