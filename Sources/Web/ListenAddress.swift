import FlyingSocks
import Foundation

/// Where the server listens for HTTP.
public enum ListenAddress: Hashable, Sendable {
    /// An IPv4 address in dotted form. Port 0 is any free one.
    case ip4(String, port: UInt16)
    /// An IPv6 address without brackets. Port 0 is any free one.
    case ip6(String, port: UInt16)
    /// The path of a Unix socket, which only the account that the server runs as can use.
    case unix(String)

    /// `127.0.0.1:8090`, `[::1]:8090` or `unix:PATH`; `nil` for anything else, also for names of hosts.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst("unix:".count)
            guard !path.isEmpty else { return nil }
            self = .unix(String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let (host, digits) = (text[..<colon], text[text.index(after: colon)...])
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits), port > 0
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            self.init(ip6: String(host.dropFirst().dropLast()), port: port)
        } else {
            self.init(ip4: String(host), port: port)
        }
    }

    private init?(ip4 host: String, port: UInt16) {
        guard (try? sockaddr_in.inet(ip4: host, port: port)) != nil else { return nil }
        self = .ip4(host, port: port)
    }

    private init?(ip6 host: String, port: UInt16) {
        guard (try? sockaddr_in6.inet6(ip6: host, port: port)) != nil else { return nil }
        self = .ip6(host, port: port)
    }

    /// Whether only programs on this machine can reach it. When in doubt, it is not.
    public var isLocal: Bool {
        switch self {
        case .ip4(let host, _): host.hasPrefix("127.")
        case .ip6(let host, _): host == "::1"
        case .unix: true
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ip4(let host, let port): "\(host):\(port)"
        case .ip6(let host, let port): "[\(host)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
