/// Reads one HTTP/1.1 answer, as far as a customer needs it (RFC 9112); no I/O.
///
/// An answer is complete only when that is certain: it must say its `Content-Length`, as the shop and HAProxy do.
/// URLSession and FlyingFox's client are not used here because the first repeats failed requests by itself, and the
/// second reads a byte a system call.
struct AnswerParser {
    private var buffer: [UInt8] = []
    private var head: Head?

    static let headLimit = 16_384
    static let bodyLimit = 4_194_304

    /// Whether any byte of an answer has come.
    var isEmpty: Bool { buffer.isEmpty }

    /// Takes what has come; returns the answer once it is complete.
    ///
    /// - Throws: `MalformedAnswer`.
    mutating func take(_ bytes: [UInt8]) throws -> Answer? {
        let searched = max(0, buffer.count - 3)
        buffer += bytes
        if head == nil { head = try parseHead(from: searched) }
        guard let head else { return nil }
        let surplus = buffer.count - head.length - head.contentLength
        guard surplus <= 0 else { throw MalformedAnswer(description: "more bytes than its Content-Length says") }
        return surplus == 0 ? head.answer : nil
    }

    private func parseHead(from start: Int) throws -> Head? {
        guard let end = endOfHead(from: start) else {
            if buffer.count > Self.headLimit { throw MalformedAnswer(description: "headers above 16 KiB") }
            return nil
        }
        // A line break is one Character in Swift.
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first else { throw MalformedAnswer(description: "no status line") }
        var head = Head(length: end + 4, answer: try Self.parseStatus(first))
        for line in lines.dropFirst() { try head.take(line) }
        guard head.hasLength else { throw MalformedAnswer(description: "no Content-Length") }
        return head
    }

    private func endOfHead(from start: Int) -> Int? {
        var index = start
        while index + 3 < buffer.count {
            if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func parseStatus(_ line: Substring) throws -> Answer {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0",
            parts[1].utf8.count == 3, let status = Int(parts[1]), (200...599).contains(status)
        else { throw MalformedAnswer(description: "no valid status line") }
        return Answer(status: status, version: nil, keepsConnection: parts[0] == "HTTP/1.1")
    }

    private struct Head {
        let length: Int
        var answer: Answer
        var contentLength = 0
        var hasLength = false

        mutating func take(_ line: Substring) throws {
            guard let colon = line.firstIndex(of: ":") else { return }
            let value = line[line.index(after: colon)...].trimmed
            switch line[..<colon].lowercased() {
            case "content-length":
                guard let length = Int(value), (0...AnswerParser.bodyLimit).contains(length), !hasLength else {
                    throw MalformedAnswer(description: "Content-Length “\(value.prefix(20))”")
                }
                (contentLength, hasLength) = (length, true)
            case "transfer-encoding": throw MalformedAnswer(description: "Transfer-Encoding is not supported")
            case "connection": answer.keepsConnection = value.lowercased() != "close" && answer.keepsConnection
            case "x-shop-version": answer.version = ShopConfiguration.isVersion(String(value)) ? String(value) : nil
            default: break
            }
        }
    }
}

/// A complete answer.
struct Answer: Equatable, Sendable {
    let status: Int
    /// Which version of the shop gave it; `nil` when it was not the shop, such as a proxy's own error page.
    var version: String?
    var keepsConnection: Bool
}

struct MalformedAnswer: Error, CustomStringConvertible {
    let description: String
}

extension Substring {
    /// Without the spaces and tabs at both ends.
    fileprivate var trimmed: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return self[first...last]
    }
}
