import FlyingSocks
import Foundation

/// A TCP address on this machine. Others are refused, so that neither the shop nor its customers can reach,
/// or load, anything else.
public struct LoopbackAddress: Hashable, Sendable, CustomStringConvertible {
    /// A numeric address: within `127.0.0.0/8`, or `::1`.
    public let host: String
    public let port: UInt16

    /// The port on `127.0.0.1`; port 0 means any free one when it is listened on.
    public init(port: UInt16) {
        host = "127.0.0.1"
        self.port = port
    }

    /// From `HOST:PORT`, as in `127.0.0.1:5432`, `localhost:5432` or `[::1]:5432`.
    ///
    /// - Throws: `LoopbackAddressError`.
    public init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw LoopbackAddressError.malformed(text)
        }
        try self.init(host: String(text[..<colon]), port: port)
    }

    /// From `http://HOST[:PORT][/]`; the port is 80 when it is left out.
    ///
    /// - Throws: `LoopbackAddressError`.
    public init(url text: String) throws {
        guard let url = URLComponents(string: text), url.scheme?.lowercased() == "http", let host = url.host,
            url.user == nil, url.password == nil, ["", "/"].contains(url.path), url.query == nil,
            let port = UInt16(exactly: url.port ?? 80), port > 0
        else { throw LoopbackAddressError.malformed(text) }
        try self.init(host: host, port: port)
    }

    private init(host: String, port: UInt16) throws {
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        self.port = port
        if name == "localhost" {
            self.host = "127.0.0.1"
        } else if name == "::1" || Self.isLoopbackIPv4(name) {
            self.host = name
        } else {
            throw LoopbackAddressError.notLoopback(host)
        }
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func isLoopbackIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0)?.description == String($0) }
    }

    func socketAddress() throws -> any SocketAddress {
        host.contains(":")
            ? try sockaddr_in6.inet6(ip6: host, port: port) as any SocketAddress
            : try sockaddr_in.inet(ip4: host, port: port)
    }
}

/// Why a text is not an address on this machine.
public enum LoopbackAddressError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    case notLoopback(String)

    public var description: String {
        switch self {
        case .malformed(let text):
            "“\(text)” is not an address here: write http://127.0.0.1:8080 for a URL, 127.0.0.1:5432 for an endpoint"
        case .notLoopback(let host):
            "“\(host)” is not this machine: only 127.0.0.0/8, ::1 and localhost are allowed, so that the demo's "
                + "load never reaches anything else"
        }
    }
}
