import Posix

/// A sink's small files, which only this user can read, kept off the threads that tasks run on.
enum SinkFile {
    static func makeDirectory(_ path: String) async throws(SinkError) {
        try await with(path) { () throws(SystemCallError) in try PrivateFile.makeDirectory(path) }
    }

    /// The file's bytes, at most `limit`; `nil` when there is no file.
    static func read(_ path: String, upTo limit: Int) async throws(SinkError) -> [UInt8]? {
        try await with(path) { () throws(SystemCallError) in try PrivateFile.bytes(of: path, limit: limit) }
    }

    /// Makes the file anew: there is the old one or the new one, never a part. It is on the disk when this returns.
    static func replace(_ path: String, with bytes: [UInt8]) async throws(SinkError) {
        try await with(path) { () throws(SystemCallError) in try PrivateFile.replace(path, with: bytes) }
    }

    /// Adds to the file's end; first the file is put aside as `….old` if it has become `largest` bytes long.
    static func append(_ bytes: [UInt8], to path: String, largest: UInt64) async throws(SinkError) {
        try await with(path) { () throws(SystemCallError) in
            if try PrivateFile.size(of: path) ?? 0 >= largest { try PrivateFile.move(path, to: path + ".old") }
            try PrivateFile.append(bytes, to: path)
        }
    }

    /// Makes the file anew, without waiting for the disk: for what nobody needs after a crash.
    static func put(_ bytes: [UInt8], at path: String) async throws(SinkError) {
        try await with(path) { () throws(SystemCallError) in try PrivateFile.put(bytes, at: path) }
    }

    /// Removes the file, if there is one.
    static func remove(_ path: String) async {
        await Offloaded.run { PrivateFile.remove(path) }
    }

    /// - Throws: ``SinkError`` for what the system refuses.
    static func with<Value: Sendable>(
        _ path: String, _ work: @escaping @Sendable () throws(SystemCallError) -> Value
    ) async throws(SinkError) -> Value {
        do { return try await Offloaded.run(work) } catch {
            throw .unusableFile(path: path, reason: error.cause)
        }
    }
}
