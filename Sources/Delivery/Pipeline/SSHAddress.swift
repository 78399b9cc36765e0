import Values

/// Whom `ssh` is to connect to: a host by its name, its address or its alias in `~/.ssh/config`.
///
/// It becomes an argument of `ssh` and part of names of files, so nothing in it can be taken for anything else.
public struct SSHAddress: Hashable, Sendable {
    /// `nil` leaves it to `ssh`.
    public let user: String?
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// `nil` leaves it to `ssh`.
    public let port: Int?

    /// Reads `USER@HOST:PORT`, in which user and port may be missing; an IPv6 address is in brackets.
    ///
    /// `nil` for anything that is not written exactly so.
    public init?(_ text: String) {
        guard text.utf8.count <= 400 else { return nil }
        var rest = text[...]
        if let at = rest.firstIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            user = nil
        }
        guard let (host, suffix) = Self.split(rest), user.map(Self.isUser) ?? true else { return nil }
        self.host = host
        port = Self.port(suffix)
        guard suffix.isEmpty || port != nil else { return nil }
    }

    /// The host without brackets, and what follows it.
    private static func split(_ text: Substring) -> (host: String, suffix: Substring)? {
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = String(text[..<end].dropFirst())
            return isIPv6(host) ? (host, text[end...].dropFirst()) : nil
        }
        let host = text.prefix { $0 != ":" }
        return isName(String(host)) ? (String(host), text[host.endIndex...]) : nil
    }

    /// A colon and a port, without a sign or leading zeros.
    private static func port(_ suffix: Substring) -> Int? {
        guard suffix.first == ":", let port = Int(suffix.dropFirst()), (1...65535).contains(port),
            suffix == ":\(port)"
        else { return nil }
        return port
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 253, SafeName.isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy(SafeName.isCharacter)
    }

    private static func isIPv6(_ text: String) -> Bool {
        (2...45).contains(text.utf8.count) && text.contains(":")
            && text.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
    }

    private static func isUser(_ text: String) -> Bool {
        SafeName.isSafe(text) { SafeName.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// Host and port, without the user.
    var machine: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// Users of one machine share its ports and its name on the screen.
    func isSameMachine(as other: SSHAddress) -> Bool {
        host.lowercased() == other.host.lowercased() && (port ?? Self.usualPort) == (other.port ?? Self.usualPort)
    }

    private static let usualPort = 22
}

extension SSHAddress: CustomStringConvertible {
    public var description: String { user.map { "\($0)@\(machine)" } ?? machine }
}
