/// Puts a request together from the pieces in which it arrives; every byte is looked at once.
///
/// It keeps no more than a head and a body may have, and knows at the first byte too many that it is one.
struct RequestReader {
    /// How far it is.
    enum Progress: Equatable {
        case more
        case complete(WebRequest)
        case refused(WebStatus)
    }

    private enum Phase {
        case head
        case counted(RequestHead, Int)
        case chunked(RequestHead, ChunkReader)
        case over
    }

    private let limits: WebLimits
    private var phase = Phase.head
    private var bytes: [UInt8] = []
    /// How many bytes of a head were looked at.
    private var seen = 0

    init(limits: WebLimits) {
        self.limits = limits
    }

    /// Whether something of a request has arrived.
    var hasBegun: Bool {
        if case .head = phase { !bytes.isEmpty } else { true }
    }

    mutating func take(_ piece: ArraySlice<UInt8>) -> Progress {
        let progress = next(piece)
        if progress != .more { phase = .over }
        return progress
    }

    private mutating func next(_ piece: ArraySlice<UInt8>) -> Progress {
        switch phase {
        case .head: return takeHead(piece)
        case .counted(let head, let count): return takeBody(piece, head, count)
        case .chunked(let head, var chunks):
            let progress = chunks.take(piece, atMost: limits.body)
            phase = .chunked(head, chunks)
            switch progress {
            case .more: return .more
            case .complete(let body): return .complete(WebRequest(head: head, body: body))
            case .refused(let status): return .refused(status)
            }
        case .over: return .refused(.badRequest)
        }
    }

    private mutating func takeHead(_ piece: ArraySlice<UInt8>) -> Progress {
        let room = limits.head - bytes.count
        bytes += piece.prefix(room)
        while seen < bytes.count {
            guard isPossible(at: seen) else { return .refused(.badRequest) }
            seen += 1
            if endsHead(at: seen) { return begin(rest: piece.dropFirst(room)) }
        }
        return bytes.count < limits.head ? .more : .refused(.headTooLarge)
    }

    /// Control characters, and ends of lines that some would take for none, have no place in a head.
    private func isPossible(at index: Int) -> Bool {
        switch bytes[index] {
        case 0x0A: index > 0 && bytes[index - 1] == 0x0D
        case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0x7F: false
        default: index == 0 || bytes[index - 1] != 0x0D
        }
    }

    private func endsHead(at count: Int) -> Bool {
        count >= 4 && bytes[count - 4..<count].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
    }

    /// - Parameter rest: what came beyond the head's limit.
    private mutating func begin(rest: ArraySlice<UInt8>) -> Progress {
        guard let head = RequestHead(bytes[..<(seen - 4)]) else { return .refused(.badRequest) }
        let body = bytes[seen...] + rest
        bytes = []
        switch (head["transfer-encoding"], head["content-length"]) {
        case (nil, nil): return .complete(WebRequest(head: head))
        case (let coding?, nil) where coding.lowercased() == "chunked" && head.isVersion1:
            phase = .chunked(head, ChunkReader())
        case (nil, let text?):
            guard let length = Self.length(text) else { return .refused(.badRequest) }
            guard length <= limits.body else { return .refused(.bodyTooLarge) }
            phase = .counted(head, length)
        default: return .refused(.badRequest)
        }
        return next(body)
    }

    private static func length(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 18, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private mutating func takeBody(_ piece: ArraySlice<UInt8>, _ head: RequestHead, _ count: Int) -> Progress {
        bytes += piece.prefix(count - bytes.count)
        return bytes.count == count ? .complete(WebRequest(head: head, body: bytes)) : .more
    }
}
