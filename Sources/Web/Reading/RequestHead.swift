/// The head of a request: what it is for, and what it says of itself.
package struct RequestHead: Equatable, Sendable {
    package let method: String
    /// As it was sent, without the query.
    package let path: String
    let isVersion1: Bool
    /// By name in lower case; of one that comes twice the last.
    private let fields: [String: String]

    package subscript(field: String) -> String? { fields[field.lowercased()] }

    /// Fields that mean something here: one that comes twice could mean two things.
    private static let single: Set<String> = [
        "authorization", "content-length", "content-type", "host", "transfer-encoding", "x-forgejo-event",
        "x-gitea-event", "x-github-event", "x-gogs-event", "x-hub-signature-256",
    ]

    /// Reads a head strictly (RFC 9112), for whatever is in front may read a lax one otherwise.
    ///
    /// - Parameter bytes: up to the empty line, without it.
    /// - Returns: `nil` when it is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        let lines = bytes.split(separator: Self.lineFeed, omittingEmptySubsequences: false).map { line in
            line.last == Self.carriageReturn ? line.dropLast() : line
        }
        guard let first = lines.first, lines.count <= 101 else { return nil }
        let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, Self.isToken(words[0]), words[1].first == UInt8(ascii: "/"),
            words[1].allSatisfy({ (0x21...0x7E).contains($0) }),
            let isVersion1 = Self.versions[String(decoding: words[2], as: UTF8.self)]
        else { return nil }
        method = String(decoding: words[0], as: UTF8.self)
        path = String(decoding: words[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        self.isVersion1 = isVersion1
        guard let fields = Self.fields(lines.dropFirst()) else { return nil }
        self.fields = fields
    }

    private static let versions = ["HTTP/1.1": true, "HTTP/1.0": false]
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private static func fields(_ lines: some Sequence<ArraySlice<UInt8>>) -> [String: String]? {
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard fields[name] == nil || !single.contains(name) else { return nil }
            fields[name] = value(line[line.index(after: colon)...])
        }
        return fields
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.count <= 100 && bytes.allSatisfy(tokenBytes.contains)
    }

    private static let tokenBytes = Set(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
