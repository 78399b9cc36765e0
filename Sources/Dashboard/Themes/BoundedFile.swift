import Foundation

/// Reads small text files that anyone may have put there.
enum BoundedFile {
    /// The text of a regular file of at most `limit` bytes; never waits for a pipe or device. Throws `ThemeError`.
    static func text(path: String, limit: Int) throws(ThemeError) -> String {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ThemeError(source: path, problem: "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ThemeError(source: path, problem: "is not a regular file")
        }
        let bytes = try read(descriptor, path: path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ThemeError(source: path, problem: "is not UTF-8 text")
        }
        return text
    }

    private static func read(_ descriptor: Int32, path: String, limit: Int) throws(ThemeError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var used = 0
        while used < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(descriptor, buffer.baseAddress?.advanced(by: used), buffer.count - used)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw ThemeError(source: path, problem: "cannot be read: \(String(cString: strerror(errno)))")
            }
            if count == 0 { return Array(bytes[..<used]) }
            used += count
        }
        throw ThemeError(source: path, problem: "is larger than \(limit) bytes, so it is no base16 scheme")
    }
}
