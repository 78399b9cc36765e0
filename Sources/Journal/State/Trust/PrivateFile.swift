import Foundation

/// Small files that only their owner can read, whole or not there at all.
enum PrivateFile {
    /// `nil` when there is none that can be read, or it is too long.
    static func read(_ path: String, atMost limit: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        guard count > 0, count <= limit else { return nil }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Makes it, unless there is one.
    ///
    /// - Returns: whether it is the one that was made.
    /// - Throws: ``StateTrustError`` when that is impossible.
    @discardableResult
    static func create(_ path: String, _ text: String) throws(StateTrustError) -> Bool {
        let draft = "\(path).\(UUID().uuidString)"
        defer { unlink(draft) }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let bytes = Array(text.utf8)
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let problem = failure(path)
        close(descriptor)
        guard isWritten else { throw problem }
        // A link is made once, by whoever comes first, and with all of its content.
        if link(draft, path) == 0 { return true }
        guard errno == EEXIST else { throw failure(path) }
        return false
    }

    private static func failure(_ path: String) -> StateTrustError {
        StateTrustError(.unrecordable(detail: String(cString: strerror(errno))), path: path)
    }
}
