import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Small files that only this user can read, and that are always whole: the old text or the new, never half of one.
enum PrivateFile {
    /// A system call that went wrong, and why.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let number: Int32
        var description: String { "\(call): \(SystemCall.message(number))" }
    }

    /// Writes beside the file, makes that durable, and renames it into place.
    ///
    /// - Throws: `HAProxyError.directoryUnusable`.
    static func write(_ text: String, to path: String) throws(HAProxyError) {
        let temporary = "\(path).tmp"
        do throws(Failure) {
            try writeDurably(Array(text.utf8), to: temporary)
            guard rename(temporary, path) == 0 else { throw Failure(call: "rename", number: errno) }
            try synchronizeDirectory(of: path)
        } catch {
            throw .directoryUnusable(path: path, reason: error.description)
        }
    }

    /// The file's text; `nil` when there is no such file, or it is larger than any that Slipway writes.
    static func read(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: largest + 1), data.count <= largest else { return nil }
        return String(data: data, encoding: .utf8)
    }

    /// The file's text; `nil` when it is none that Slipway writes.
    ///
    /// - Throws: `HAProxyError.fileUnreadable` when that can't be told, as when no more files can be opened.
    static func text(of path: String) throws(HAProxyError) -> String? {
        do throws(Failure) {
            return String(validating: try bytes(of: path), as: UTF8.self)
        } catch {
            throw .fileUnreadable(path: path, reason: error.description)
        }
    }

    /// One more than the largest file has, where it has more.
    private static func bytes(of path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(call: "open", number: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= largest {
            let count = Foundation.read(descriptor, &piece, piece.count)
            if count == 0 { break }
            guard count > 0 || errno == EINTR else { throw Failure(call: "read", number: errno) }
            bytes += piece.prefix(max(count, 0))
        }
        return bytes
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func remove(_ path: String) { unlink(path) }

    /// Makes a directory that only this user can enter, with those above it.
    ///
    /// - Throws: `HAProxyError.directoryUnusable`, also when it exists and is not writable.
    static func makeDirectory(_ path: String) throws(HAProxyError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .directoryUnusable(path: path, reason: error.localizedDescription)
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw .directoryUnusable(path: path, reason: SystemCall.message(errno))
        }
    }

    private static let largest = 1 << 20

    private static func writeDurably(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(call: "open", number: errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw Failure(call: "write", number: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
        guard fsync(descriptor) == 0 else { throw Failure(call: "fsync", number: errno) }
    }

    /// Without it, a power cut can undo the renaming.
    private static func synchronizeDirectory(of path: String) throws(Failure) {
        let directory = (path as NSString).deletingLastPathComponent
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(call: "open \(directory)", number: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(call: "fsync \(directory)", number: errno) }
    }
}
