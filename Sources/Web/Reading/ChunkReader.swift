/// Puts a body together from chunks (RFC 9112, section 7.1), without extensions and trailers.
struct ChunkReader {
    enum Progress {
        case more
        case complete([UInt8])
        case refused(WebStatus)
    }

    private enum Phase: Equatable {
        case size
        case data(Int)
        case end
        case trailer
    }

    private var phase = Phase.size
    private var line: [UInt8] = []
    private var body: [UInt8] = []

    mutating func take(_ piece: ArraySlice<UInt8>, atMost limit: Int) -> Progress {
        var rest = piece
        while !rest.isEmpty {
            if case .data(let count) = phase {
                let part = rest.prefix(count)
                body += part
                rest = rest.dropFirst(part.count)
                phase = part.count == count ? .end : .data(count - part.count)
                continue
            }
            line.append(rest.removeFirst())
            guard line.last == 0x0A else {
                if line.count > Self.longestLine { return .refused(.badRequest) }
                continue
            }
            guard line.count >= 2, line[line.count - 2] == 0x0D else { return .refused(.badRequest) }
            if let progress = takeLine(Array(line.dropLast(2)), limit) { return progress }
            line = []
        }
        return .more
    }

    /// Sixteen digits would be more than there can be.
    private static let longestLine = 12

    /// `nil` to go on.
    private mutating func takeLine(_ line: [UInt8], _ limit: Int) -> Progress? {
        switch phase {
        case .size:
            let digits = String(decoding: line, as: UTF8.self)
            guard !digits.isEmpty, line.allSatisfy(Self.isDigit), let size = Int(digits, radix: 16) else {
                return .refused(.badRequest)
            }
            guard size <= limit - body.count else { return .refused(.bodyTooLarge) }
            phase = size == 0 ? .trailer : .data(size)
            return nil
        case .end where line.isEmpty:
            phase = .size
            return nil
        case .trailer where line.isEmpty: return .complete(body)
        case .end, .trailer, .data: return .refused(.badRequest)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
