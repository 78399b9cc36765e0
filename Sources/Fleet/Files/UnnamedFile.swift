import Foundation

/// Bytes for another program to read, in a file that has no name: nobody else can open it, and it goes with its reader.
enum UnnamedFile {
    /// A descriptor at the beginning of such a file, made in `directory`, which is private. Throws ``SystemCallError``.
    static func holding(_ bytes: [UInt8], in directory: URL) throws -> OwnedDescriptor {
        let path = directory.appending(path: ".input-\(UUID().uuidString)").path
        let file = try OwnedDescriptor(opening: path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
        unlink(path)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(file.number, $0.baseAddress, $0.count, off_t(written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemCallError("write", path) }
            written += count
        }
        return file
    }
}
