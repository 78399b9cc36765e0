import Foundation
import Posix

/// The least that a durable record can cost: bytes at the end of a file, and the wait until the disk has them.
final class BareFile {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchFailure("can't write \(path): \(SystemCallError.reason(of: errno))") }
    }

    deinit { close(descriptor) }

    func append(_ bytes: Data) throws {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count, synchronize() == 0 else {
            throw BenchFailure("can't write: \(SystemCallError.reason(of: errno))")
        }
    }

    private func synchronize() -> Int32 {
        #if os(Linux)
            fdatasync(descriptor)
        #else
            fcntl(descriptor, F_FULLFSYNC)
        #endif
    }
}
