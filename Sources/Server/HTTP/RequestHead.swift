/// The request line and the fields of an HTTP/1 request (RFC 9112), read strictly: what two readers could understand
/// differently is refused.
struct RequestHead: Sendable {
    let method: String
    /// As it was sent, with the query.
    let target: String
    private let fields: [(name: String, value: String)]

    /// - Parameter bytes: without the empty line at the end.
    init(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) {
        var lines = try Self.lines(bytes)[...]
        guard let first = lines.popFirst() else { throw .malformed }
        let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, Self.isToken(words[0]), words[1].first == UInt8(ascii: "/"),
            words[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed }
        guard words[2].elementsEqual("HTTP/1.1".utf8) || words[2].elementsEqual("HTTP/1.0".utf8) else {
            throw words[2].starts(with: "HTTP/".utf8) ? .unsupportedVersion : .malformed
        }
        method = String(decoding: words[0], as: UTF8.self)
        target = String(decoding: words[1], as: UTF8.self)
        var fields: [(name: String, value: String)] = []
        for line in lines { fields.append(try Self.field(line)) }
        self.fields = fields
        let hosts = fields.count { $0.name == "host" }
        guard hosts == 1 || hosts == 0 && words[2].last == UInt8(ascii: "0") else { throw .malformed }
    }

    /// The value of a field that may come once; `name` in lower case.
    ///
    /// - Throws: `HTTPFault.malformed` when it is there more than once.
    func value(_ name: String) throws(HTTPFault) -> String? {
        let values = fields.filter { $0.name == name }
        guard values.count <= 1 else { throw .malformed }
        return values.first?.value
    }

    /// The length of the body, in bytes.
    func contentLength() throws(HTTPFault) -> Int {
        // This server knows no transfer codings; with both there are two lengths.
        if try value("transfer-encoding") != nil { throw .lengthRequired }
        guard let text = try value("content-length") else { return 0 }
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { throw .malformed }
        return Int(text) ?? .max
    }

    /// Lines end with CR LF, and hold neither of them.
    private static func lines(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let isLast = line.endIndex == bytes.endIndex
            guard isLast || line.last == 0x0D else { throw .malformed }
            let text = isLast ? line : line.dropLast()
            guard !text.contains(0x0D), !text.isEmpty || index > 0 else { throw .malformed }
            lines.append(text)
        }
        return lines
    }

    private static func field(_ line: ArraySlice<UInt8>) throws(HTTPFault) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else { throw .malformed }
        let value = line[(colon + 1)...]
        guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { throw .malformed }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let trimmed = value.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return (String(decoding: line[..<colon], as: UTF8.self).lowercased(), String(decoding: trimmed, as: UTF8.self))
    }

    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                AccountName.isLetterOrDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
