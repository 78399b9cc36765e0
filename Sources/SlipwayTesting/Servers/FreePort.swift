import Foundation
import Posix
import Synchronization

/// TCP ports of 127.0.0.1 that nothing listens on.
public enum FreePort {
    private static let given = Mutex<Set<Int>>([])

    /// A port that no other caller in this process gets, below those that systems choose for outgoing connections.
    public static func next() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: 10_240..<32_000)
            if given.withLock({ $0.insert(port).inserted }), (try? PortHolder(port: port)) != nil { return port }
        }
        throw TemporaryDirectory.Failure(description: "no free port")
    }
}

/// Listens on a port and never answers: another program that was there first.
public final class PortHolder: Sendable {
    public let port: Int
    private let descriptor: Int32

    /// - Parameter port: 0 for any that is free.
    public init(port wanted: Int = 0) throws {
        let descriptor = socket(AF_INET, SocketOptions.stream, 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = in_port_t(wanted).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw TemporaryDirectory.Failure(description: SystemCallError.reason(of: errno)) }
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
