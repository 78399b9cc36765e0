import Cryptography
import Foundation
import Values

/// Where events go, and how.
public struct WebhookConfiguration: Sendable {
    /// Where a new sink begins.
    public enum Start: Sendable {
        /// With what happens from now on.
        case end
        /// With the first event that the journal still has.
        case beginning
    }

    public let name: String
    public let address: URL
    /// What events are signed with; `nil` leaves them unsigned.
    public let secret: Secret?
    public let start: Start
    /// How long the receiver may take for an answer.
    public let timeout: Duration
    /// What the receiver is told of the sender: a `User-Agent`.
    public let agent: String

    /// - Parameters:
    ///   - name: what the sink's files are called: letters, digits, `-`, `_` and `.`.
    ///   - address: an `http` or `https` URL without user and password in it.
    /// - Throws: ``SinkError``
    public init(
        name: String, address: String, secret: Secret? = nil, start: Start = .end,
        timeout: Duration = .seconds(10), agent: String = "slipway"
    ) throws(SinkError) {
        guard Self.isSafe(name) else { throw .badName(name) }
        self.name = name
        self.address = try Self.url(address)
        self.secret = secret
        self.start = start
        self.timeout = timeout
        self.agent = agent
    }

    private static func url(_ text: String) throws(SinkError) -> URL {
        guard text.utf8.count <= 2048, let url = URL(string: text, encodingInvalidCharacters: false),
            ["http", "https"].contains(url.scheme?.lowercased()), let host = url.host(), !host.isEmpty
        else { throw .badAddress(reason: "is no http or https URL") }
        guard url.user() == nil, url.password() == nil else {
            throw .badAddress(reason: "has a user or password in it, which others could read; sign events instead")
        }
        return url
    }

    private static func isSafe(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64, isLetterOrDigit(first) else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
