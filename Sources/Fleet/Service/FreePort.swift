import Foundation
import Posix

/// Finds TCP ports on the loopback address that nobody listens on.
public enum FreePort {
    /// A port that is free now and not one of `taken`.
    ///
    /// Somebody else may take it before the service listens on it: no system hands out a port without a socket. The
    /// service then fails to start, which is noticed, and starting it again picks another. Give `taken` the ports that
    /// were promised to services which do not listen yet. Throws ``SystemCallError``.
    public static func pick(avoiding taken: Set<Int> = []) throws -> Int {
        // Kept open until one fits, so that the kernel does not offer the same one twice.
        var refused: [Int32] = []
        defer {
            for socket in refused { close(socket) }
        }
        while true {
            let (socket, port) = try bindAny()
            guard taken.contains(port) else {
                close(socket)
                return port
            }
            refused.append(socket)
        }
    }

    /// A socket bound to a port of the kernel's choice.
    private static func bindAny() throws -> (socket: Int32, port: Int) {
        let socket = OwnedDescriptor(adopting: openStreamSocket())
        guard socket.number >= 0 else { throw SystemCallError("socket", "127.0.0.1") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(socket.number, address, size) == 0 else { throw SystemCallError("bind", "127.0.0.1:0") }
                guard getsockname(socket.number, address, &size) == 0 else {
                    throw SystemCallError("getsockname", "127.0.0.1:0")
                }
            }
        }
        return (socket.release(), Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func openStreamSocket() -> Int32 {
        socket(AF_INET, SocketOptions.stream, 0)
    }
}
