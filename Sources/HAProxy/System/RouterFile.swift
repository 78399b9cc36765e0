import Posix

/// HAProxy's small files, which only this user can read.
enum RouterFile {
    private static let largest = 1 << 20

    /// There is the old text or the new, never half of one; it is on the disk when this returns.
    ///
    /// - Throws: `HAProxyError.directoryUnusable`.
    static func write(_ text: String, to path: String) throws(HAProxyError) {
        do { try PrivateFile.replace(path, with: Array(text.utf8)) } catch {
            throw .directoryUnusable(path: path, reason: error.cause)
        }
    }

    /// The file's text; `nil` when there is no such file, or it is larger than any that Slipway writes.
    static func read(_ path: String) -> String? { (try? text(of: path)) ?? nil }

    /// The file's text; `nil` when there is none, or it is none that Slipway writes.
    ///
    /// - Throws: `HAProxyError.fileUnreadable` when that can't be told, as when no more files can be opened.
    static func text(of path: String) throws(HAProxyError) -> String? {
        do {
            guard let bytes = try PrivateFile.bytes(of: path, limit: largest + 1), bytes.count <= largest else {
                return nil
            }
            return String(validating: bytes, as: UTF8.self)
        } catch {
            throw .fileUnreadable(path: path, reason: error.cause)
        }
    }

    /// Makes a directory that only this user can enter, with those above it.
    ///
    /// - Throws: `HAProxyError.directoryUnusable`, also when it exists and is not writable.
    static func makeDirectory(_ path: String) throws(HAProxyError) {
        do {
            try PrivateFile.makeDirectory(path)
            try PrivateFile.verifyWritable(path)
        } catch {
            throw .directoryUnusable(path: path, reason: error.reason)
        }
    }
}
