import Foundation
import Posix

private let datagramSocket = SocketOptions.datagram

/// A Unix datagram socket: one that nobody reads, or one to send from.
public final class UnreadDatagramSocket: Sendable {
    private let descriptor: Int32

    /// Binds the path; its directory is made when it is missing.
    public init(path: String) throws {
        let directory = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        descriptor = socket(AF_UNIX, datagramSocket, 0)
        guard Self.with(path, { [descriptor] in bind(descriptor, $0, $1) }) == 0 else { throw Self.failure("bind") }
    }

    /// Without a name, for sending.
    public init() {
        descriptor = socket(AF_UNIX, datagramSocket, 0)
    }

    deinit { close(descriptor) }

    /// Waits while the receiver's queue is full.
    public func send(_ bytes: [UInt8], to path: String) throws {
        let sent = Self.with(path) { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
        guard sent == bytes.count else { throw Self.failure("sendto") }
    }

    private static func failure(_ call: String) -> TemporaryDirectory.Failure {
        TemporaryDirectory.Failure(description: "\(call): \(SystemCallError.reason(of: errno))")
    }

    private static func with<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
