import Foundation

/// Files and directories that only their owner may enter. No link is followed at the end of a path.
package enum PrivateFile {
    /// Makes a directory (0700) and what is missing above it; one that exists is left as it is.
    package static func makeDirectory(_ path: String) throws(SystemCallError) {
        if mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST where isDirectory(path): return
        case EEXIST: throw SystemCallError("mkdir", path, number: ENOTDIR)
        case ENOENT:
            let parent = (path as NSString).deletingLastPathComponent
            guard !parent.isEmpty, parent != path else { throw SystemCallError("mkdir", path) }
            try makeDirectory(parent)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", path) }
        default: throw SystemCallError("mkdir", path)
        }
    }

    /// - Throws: `SystemCallError` when nothing can be made in the directory.
    package static func verifyWritable(_ directory: String) throws(SystemCallError) {
        guard access(directory, W_OK | X_OK) == 0 else { throw SystemCallError("access", directory) }
    }

    /// Makes an empty file (0600); one that exists is left as it is.
    package static func touch(_ path: String) throws(SystemCallError) {
        _ = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND)
    }

    /// Makes a file (0600) of `bytes`, where none is.
    package static func write(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        let file = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try file.write(bytes, path: path)
    }

    /// Makes the file anew, without waiting for the disk: for what nobody needs after a crash. Where it fails the file
    /// may have a part.
    package static func put(_ bytes: [UInt8], at path: String) throws(SystemCallError) {
        let file = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
        try file.write(bytes, path: path)
    }

    /// Makes the file anew: there is the old one or the new one, never a part. It is on the disk when this returns.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemCallError) {
        let draft = path + ".draft"
        let file = try OwnedDescriptor(opening: draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
        try file.write(bytes, path: draft)
        try file.synchronize(path: draft)
        try move(draft, to: path)
        try synchronizeFolder(of: path)
    }

    /// Makes the file, whole, unless there is one: of many who try, one does. It is on the disk when this returns.
    ///
    /// - Returns: whether it is the one that was made.
    package static func create(_ path: String, of bytes: [UInt8]) throws(SystemCallError) -> Bool {
        let draft = "\(path).\(UUID().uuidString)"
        defer { unlink(draft) }
        let file = try OwnedDescriptor(opening: draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try file.write(bytes, path: draft)
        try file.synchronize(path: draft)
        // A link is made once, by whoever comes first, and with all of its content.
        if link(draft, path) == 0 { return true }
        guard errno == EEXIST else { throw SystemCallError("link", path) }
        return false
    }

    /// Adds to the file's end. It is on the disk when this returns.
    package static func append(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        let file = try OwnedDescriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW)
        try file.write(bytes, path: path)
        try file.synchronize(path: path)
        try synchronizeFolder(of: path)
    }

    /// Makes a FIFO (0600); one that exists is left as it is.
    package static func makeFIFO(_ path: String) throws(SystemCallError) {
        guard mkfifo(path, 0o600) == 0 || errno == EEXIST else { throw SystemCallError("mkfifo", path) }
    }

    /// The first `limit` bytes of a small file; `nil` when there is no such file.
    package static func bytes(of path: String, limit: Int) throws(SystemCallError) -> [UInt8]? {
        do throws(SystemCallError) {
            return try OwnedDescriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).read(limit: limit, path: path)
        } catch {
            if error.number == ENOENT { return nil }
            throw error
        }
    }

    /// The first `limit` bytes of a small file as text; `nil` when there is no such file.
    package static func text(of path: String, limit: Int) throws(SystemCallError) -> String? {
        try bytes(of: path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The size of a file in bytes; `nil` when there is no such file.
    package static func size(of path: String) throws(SystemCallError) -> UInt64? {
        var status = stat()
        if lstat(path, &status) == 0 { return UInt64(clamping: status.st_size) }
        guard errno == ENOENT else { throw SystemCallError("lstat", path) }
        return nil
    }

    /// Renames atomically within one file system, replacing what has the new name (a directory only when empty).
    package static func move(_ source: String, to target: String) throws(SystemCallError) {
        guard rename(source, target) == 0 else { throw SystemCallError("rename", "\(source) to \(target)") }
    }

    package static func exists(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }

    package static func remove(_ path: String) { unlink(path) }

    private static func isDirectory(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Without it, a power cut can undo the renaming.
    private static func synchronizeFolder(of path: String) throws(SystemCallError) {
        let folder = (path as NSString).deletingLastPathComponent
        try OwnedDescriptor(opening: folder, O_RDONLY | O_DIRECTORY).synchronize(path: folder)
    }
}
