#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A path as the system wants it for a Unix socket.
package struct UnixSocketAddress {
    private var address = sockaddr_un()

    /// How many bytes a path can have, with its closing zero.
    package static let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// The longest path, in bytes, that the address holds on Linux (107) and on macOS (103).
    package static let longestPath = 103

    /// `nil` when the path is too long.
    package init?(path: String) {
        let bytes = path.utf8CString
        guard bytes.count <= Self.capacity else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            bytes.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
    }

    package func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
