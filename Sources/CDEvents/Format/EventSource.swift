import Foundation
import Journal
import StateDirectory
import Values

/// Where events come from: an absolute URI (RFC 3986) that no other source of events has.
///
/// The specification lets it be relative, but asks for absolute URIs of runs, which begin with it.
public struct EventSource: Equatable, Sendable, CustomStringConvertible {
    public let uri: String

    /// - Parameter uri: like `https://ci.example.org/slipway`, at most 1,024 characters.
    /// - Returns: `nil` when it is no absolute URI, or has a user, a password, a query or a fragment.
    public init?(_ uri: String) {
        guard uri.utf8.count <= 1024, let url = URL(string: uri, encodingInvalidCharacters: false),
            url.scheme != nil, url.user() == nil, url.password() == nil, url.query() == nil, url.fragment() == nil
        else { return nil }
        self.uri = uri
    }

    /// A state directory on this machine: `slipway://web-1/srv/shop/.slipway`.
    public static func standard(for state: StateDirectory) -> EventSource {
        EventSource(host: hostName, path: state.path)
    }

    init(host: String, path: String) {
        uri = "slipway://\(host.encoded(keeping: ""))\(path.encoded(keeping: "/"))"
    }

    /// The URI of something that this source tells of: `runs/128`.
    func uri(of subject: String) -> String {
        "\(uri.hasSuffix("/") ? String(uri.dropLast()) : uri)/\(subject.encoded(keeping: "/"))"
    }

    public var description: String { uri }

    /// As the system calls itself, without asking the network.
    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.isEmpty ? "localhost" : text
    }
}

extension String {
    /// Every byte but letters, digits, `-._~` and `others` as `%XX` (RFC 3986, section 2.3).
    func encoded(keeping others: String) -> String {
        let kept = (Self.unreserved + others).utf8
        return utf8.map { byte in
            kept.contains(byte) ? String(UnicodeScalar(byte)) : "%" + byte.hexadecimal.uppercased()
        }.joined()
    }

    private static let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
}
