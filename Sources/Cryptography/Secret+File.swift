import Foundation

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
        // Without waiting: opening a pipe could wait for ever.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .noSuchFile(path: path) : .unreadable(path: path, reason: reason(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .ownedByOther(path: path) }
        let permissions = Int(status.st_mode & 0o777)
        guard permissions & 0o077 == 0 else { throw .openToOthers(path: path, permissions: permissions) }
        // Room for an end of line, and for one byte too many.
        var buffer = [UInt8](repeating: 0, count: longest + 3)
        let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
        return Array(buffer.prefix(count))
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
