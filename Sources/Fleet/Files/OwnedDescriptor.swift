import Foundation

/// An open file descriptor with one owner, which closes it when it goes away; never inherited by a child process.
struct OwnedDescriptor: ~Copyable {
    let number: Int32

    /// Opens `path`; throws ``SystemCallError``.
    init(opening path: String, _ flags: Int32, mode: mode_t = 0o600) throws {
        number = open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw SystemCallError("open", path) }
    }

    /// Takes over a descriptor that another call made.
    init(adopting number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    /// Gives the descriptor up: from now on the caller closes it.
    consuming func release() -> Int32 {
        let released = number
        discard self
        return released
    }

    /// The size of the file in bytes; throws ``SystemCallError``.
    borrowing func size(path: String) throws -> UInt64 {
        var information = stat()
        guard fstat(number, &information) == 0 else { throw SystemCallError("fstat", path) }
        return UInt64(clamping: information.st_size)
    }

    /// Writes all of `bytes` at the beginning of the file; throws ``SystemCallError``.
    borrowing func write(_ bytes: [UInt8], path: String) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, off_t(written)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemCallError("write", path) }
            written += count
        }
    }

    /// Reads until `limit` bytes are there or nothing more is at hand; throws ``SystemCallError``.
    borrowing func read(limit: Int, from offset: UInt64 = 0, path: String) throws -> [UInt8] {
        var failure: SystemCallError?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let amount = pread(number, rest.baseAddress, rest.count, off_t(clamping: offset) + off_t(count))
                if amount < 0, errno == EINTR { continue }
                if amount < 0 { failure = SystemCallError("read", path) }
                if amount <= 0 { return }
                count += amount
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
