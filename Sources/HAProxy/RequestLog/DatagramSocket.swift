import Foundation
import Posix

/// A Unix datagram socket that has a name, and a pipe to wake up who waits for it.
///
/// Whoever reads closes both at the end: nobody else knows when the numbers are free again.
struct DatagramSocket: Sendable {
    private let descriptor: Int32
    private let wakeReader: Int32
    private let wakeWriter: Int32

    /// Takes the name from a socket that nobody reads any more. Only this user can send to it.
    ///
    /// It gets its name when it is ready, so no sender finds it half made.
    /// - Throws: `RequestLogError`.
    init(path: String) throws(RequestLogError) {
        let temporary = "\(path).new"
        guard let address = UnixSocketAddress(path: temporary) else {
            throw .pathTooLong(path, limit: UnixSocketAddress.capacity - 1 - ".new".utf8.count)
        }
        try Self.checkFree(path)
        unlink(temporary)
        descriptor = try Self.open(path)
        var pair: [Int32] = [-1, -1]
        guard address.withPointer({ [descriptor] in bind(descriptor, $0, $1) }) == 0, chmod(temporary, 0o600) == 0,
            rename(temporary, path) == 0, pipe(&pair) == 0
        else {
            let reason = SystemCallError.reason(of: errno)
            Self.closeDescriptor(descriptor)
            throw .unavailable(path: path, reason: reason)
        }
        (wakeReader, wakeWriter) = (pair[0], pair[1])
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Waits for a datagram; `false` when woken up or beyond repair.
    func wait() -> Bool {
        var polled = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&polled, nfds_t(polled.count), -1)
            if count < 0, errno == EINTR { continue }
            return count > 0 && polled[1].revents == 0 && Int32(polled[0].revents) & (POLLERR | POLLNVAL) == 0
        }
    }

    /// Takes the next datagram, cut to the buffer's size; `nil` when there is none.
    func receive(into buffer: inout [UInt8]) -> Int? {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count >= 0 ? count : nil
    }

    /// Ends the waiting, now and from now on.
    func wake() {
        var byte: UInt8 = 1
        _ = write(wakeWriter, &byte, 1)
    }

    func close() {
        for end in [descriptor, wakeReader, wakeWriter] { Self.closeDescriptor(end) }
    }

    private static func open(_ path: String) throws(RequestLogError) -> Int32 {
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw .unavailable(path: path, reason: SystemCallError.reason(of: errno)) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var size: Int32 = 4 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func checkFree(_ path: String) throws(RequestLogError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        guard let address = UnixSocketAddress(path: path) else { return }
        let probe = socket(AF_UNIX, type, 0)
        defer { closeDescriptor(probe) }
        if address.withPointer({ connect(probe, $0, $1) }) == 0 { throw .inUse(path) }
    }

    private static let type = SocketOptions.datagram

    private static func closeDescriptor(_ descriptor: Int32) {
        _ = Foundation.close(descriptor)
    }
}
