import Cryptography
import Foundation

/// What sender and receiver know and nobody else does. It is never shown, and never written anywhere.
public struct WebhookSecret: Sendable, CustomStringConvertible, CustomReflectable {
    /// Far more than any key needs.
    static let largest = 4096

    private let key: [UInt8]

    /// Reads a file, without the line break at its end.
    ///
    /// - Throws: ``SinkError`` of kind `badSecret` for a file that others may read, an empty one, or one of more than
    ///   4,096 bytes.
    public static func read(from path: String) async throws(SinkError) -> WebhookSecret {
        try await Offloaded.run { () throws(SinkError) in
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw .badSecret(path: path, reason: "it can't be opened")
            }
            defer { try? file.close() }
            var status = stat()
            guard fstat(file.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw .badSecret(path: path, reason: "it is no file")
            }
            guard status.st_mode & 0o077 == 0 else {
                throw .badSecret(path: path, reason: "others may read it; give it the permissions 0600")
            }
            return try WebhookSecret(contents: try? file.read(upToCount: largest + 1), of: path)
        }
    }

    /// - Parameter key: what others can't guess.
    public init(_ key: [UInt8]) { self.key = key }

    private init(contents: Data?, of path: String) throws(SinkError) {
        guard let contents else { throw .badSecret(path: path, reason: "it is empty or can't be read") }
        guard contents.count <= Self.largest else {
            throw .badSecret(path: path, reason: "it has more than \(Self.largest) bytes")
        }
        var key = Array(contents)
        if key.last == UInt8(ascii: "\n") { key.removeLast() }
        if key.last == UInt8(ascii: "\r") { key.removeLast() }
        guard !key.isEmpty else { throw .badSecret(path: path, reason: "it is empty") }
        self.key = key
    }

    /// What a receiver compares with its own result: `sha256=` and the HMAC-SHA-256 of the body, in hexadecimal.
    func signature(of body: [UInt8]) -> String {
        "sha256=" + HMACSHA256.authenticationCode(for: body, key: key).map(\.hexadecimal).joined()
    }

    public var description: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
