import Foundation
import Posix

private let streamSocket = SocketOptions.stream

/// The least that telling HAProxy can cost: one command, and the wait for its answer.
enum BareSocket {
    static func ask(_ command: String, at path: String) throws {
        let descriptor = socket(AF_UNIX, streamSocket, 0)
        defer { close(descriptor) }
        guard descriptor >= 0, connect(descriptor, to: path) else {
            throw BenchFailure("can't reach HAProxy at \(path): \(SystemCallError.reason(of: errno))")
        }
        let bytes = Array("\(command)\n".utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw BenchFailure("HAProxy hung up") }
        var answer = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &answer, answer.count) > 0 {}
    }

    private static func connect(_ descriptor: Int32, to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = path.utf8CString
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            bytes.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
