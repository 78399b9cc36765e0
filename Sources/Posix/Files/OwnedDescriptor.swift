import Foundation

/// An open file descriptor with one owner, which closes it when it goes away; never inherited by a child process.
package struct OwnedDescriptor: ~Copyable {
    package let number: Int32

    package init(opening path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemCallError) {
        number = open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw SystemCallError("open", path) }
    }

    /// Takes over a descriptor that another call made.
    package init(adopting number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    /// Gives the descriptor up: from now on the caller closes it.
    package consuming func release() -> Int32 {
        let released = number
        discard self
        return released
    }

    /// What the system says of the file.
    package borrowing func status(path: String) throws(SystemCallError) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw SystemCallError("fstat", path) }
        return status
    }

    /// The size of the file in bytes.
    package borrowing func size(path: String) throws(SystemCallError) -> UInt64 {
        UInt64(clamping: try status(path: path).st_size)
    }

    /// Writes all of `bytes` where the descriptor is: at its file's beginning when it was just opened, and at the end
    /// with `O_APPEND`.
    package borrowing func write(_ bytes: [UInt8], path: String) throws(SystemCallError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(number, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw SystemCallError("write", path) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Returns when what was written is on the disk.
    package borrowing func synchronize(path: String) throws(SystemCallError) {
        guard fsync(number) == 0 else { throw SystemCallError("fsync", path) }
    }

    /// Goes back to the file's beginning, for whoever reads it next.
    package borrowing func rewind(path: String) throws(SystemCallError) {
        guard lseek(number, 0, SEEK_SET) == 0 else { throw SystemCallError("lseek", path) }
    }

    /// Reads until `limit` bytes are there or nothing more is at hand.
    package borrowing func read(limit: Int, from offset: UInt64 = 0, path: String) throws(SystemCallError) -> [UInt8] {
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
