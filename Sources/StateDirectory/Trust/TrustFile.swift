import Posix

/// The small files by which state directories are known.
enum TrustFile {
    /// `nil` when there is none that can be read, it is empty, or it is too long.
    static func read(_ path: String, atMost limit: Int) -> String? {
        guard let bytes = try? PrivateFile.bytes(of: path, limit: limit + 1), !bytes.isEmpty, bytes.count <= limit
        else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes it, unless there is one.
    ///
    /// - Returns: whether it is the one that was made.
    /// - Throws: ``StateTrustError`` when that is impossible.
    @discardableResult
    static func create(_ path: String, _ text: String) throws(StateTrustError) -> Bool {
        do { return try PrivateFile.create(path, of: Array(text.utf8)) } catch {
            throw StateTrustError(.unrecordable(detail: error.reason), path: path)
        }
    }
}
