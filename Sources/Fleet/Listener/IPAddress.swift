import Foundation

/// An IP address in the order of the network: 4 bytes, or 16.
struct IPAddress: Hashable {
    let bytes: [UInt8]

    private static let mapping: [UInt8] = Array(repeating: 0, count: 10) + [255, 255]

    /// An IPv4 address that is written as an IPv6 address is the IPv4 address.
    init(bytes: [UInt8]) {
        self.bytes = bytes.starts(with: Self.mapping) ? Array(bytes.dropFirst(12)) : bytes
    }

    /// Reads `127.0.0.1`, `::1` and `[::1]`.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        let plain = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if inet_pton(AF_INET, plain, &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
        } else if inet_pton(AF_INET6, plain, &six) == 1 {
            self.init(bytes: withUnsafeBytes(of: six) { Array($0) })
        } else {
            return nil
        }
    }

    /// Reads the words of `/proc/net/tcp`: each is printed as a number, in the order of this machine's memory.
    init?(words text: Substring) {
        guard text.utf8.count == 8 || text.utf8.count == 32 else { return nil }
        var bytes: [UInt8] = []
        var rest = text
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            bytes += withUnsafeBytes(of: word) { Array($0) }
            rest = rest.dropFirst(8)
        }
        self.init(bytes: bytes)
    }

    var isIPv4: Bool { bytes.count == 4 }
    /// Whether a socket on it takes connections to every address.
    var isWildcard: Bool { bytes.allSatisfy { $0 == 0 } }
    var isLoopback: Bool { isIPv4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }
}
