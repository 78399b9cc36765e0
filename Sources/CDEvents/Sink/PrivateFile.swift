import Foundation
import SystemCalls

/// A sink's small files, which only this user can read. What is replaced or added is on disk when a call returns.
enum PrivateFile {
    /// - Throws: ``SinkError`` when it can't be made.
    static func makeDirectory(_ path: String) async throws(SinkError) {
        try await Offloaded.run { () throws(SinkError) in
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .unusableFile(path: path, reason: error.localizedDescription)
            }
        }
    }

    /// The file's bytes, at most `limit`; `nil` when there is no file.
    ///
    /// - Throws: ``SinkError`` when it can't be read.
    static func read(_ path: String, upTo limit: Int) async throws(SinkError) -> [UInt8]? {
        try await Offloaded.run { () throws(SinkError) in
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            if descriptor < 0, errno == ENOENT { return nil }
            guard descriptor >= 0 else { throw .lastCall("open", path) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            do {
                return try file.read(upToCount: limit).map { Array($0) } ?? []
            } catch {
                throw .unusableFile(path: path, reason: error.localizedDescription)
            }
        }
    }

    /// Makes the file anew: there is the old one or the new one, never a part.
    ///
    /// - Throws: ``SinkError``; the file is then the old one.
    static func replace(_ path: String, with bytes: [UInt8]) async throws(SinkError) {
        try await Offloaded.run { () throws(SinkError) in
            let draft = path + ".new"
            try write(bytes, to: draft, O_TRUNC)
            guard rename(draft, path) == 0 else { throw .lastCall("rename", path) }
            try synchronizeFolder(of: path)
        }
    }

    /// Adds to the file's end; first the file is put aside as `….old` if it has become `largest` bytes long.
    ///
    /// - Throws: ``SinkError``
    static func append(_ bytes: [UInt8], to path: String, largest: Int) async throws(SinkError) {
        try await Offloaded.run { () throws(SinkError) in
            var status = stat()
            if lstat(path, &status) == 0, status.st_size >= largest {
                guard rename(path, path + ".old") == 0 else { throw .lastCall("rename", path) }
            }
            try write(bytes, to: path, O_APPEND)
            try synchronizeFolder(of: path)
        }
    }

    /// Makes the file anew, without waiting for the disk: for what nobody needs after a crash.
    ///
    /// - Throws: ``SinkError``; the file may then have a part.
    static func lay(_ bytes: [UInt8], at path: String) async throws(SinkError) {
        try await Offloaded.run { () throws(SinkError) in
            try write(bytes, to: path, O_TRUNC, isLasting: false)
        }
    }

    /// Removes the file, if there is one.
    static func remove(_ path: String) async {
        await Offloaded.run { _ = unlink(path) }
    }

    private static func write(
        _ bytes: [UInt8], to path: String, _ option: Int32, isLasting: Bool = true
    ) throws(SinkError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | option | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .lastCall("open", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, called: path)
        guard !isLasting || fsync(descriptor) == 0 else { throw .lastCall("fsync", path) }
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32, called path: String) throws(SinkError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw .lastCall("write", path) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Without it, a power cut can undo the renaming.
    private static func synchronizeFolder(of path: String) throws(SinkError) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastCall("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastCall("fsync", folder) }
    }
}

extension SinkError {
    /// What the system said of the last call.
    static func lastCall(_ name: String, _ path: String) -> SinkError {
        .unusableFile(path: path, reason: "\(name): \(String(cString: strerror(errno)))")
    }
}
