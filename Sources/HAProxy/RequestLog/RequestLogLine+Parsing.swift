import Delivery
import Values

extension RequestLogLine {
    /// No datagram of HAProxy's is longer.
    public static let longestDatagram = 1024

    /// The first word of every line of this format.
    static let tag = Array("slipway1 ".utf8)

    /// Reads one datagram, whatever it holds.
    ///
    /// `nil` when anything in it isn't as HAProxy writes it: too long, cut off, a field missing or out of its range.
    public init?(datagram: some Collection<UInt8>) {
        guard datagram.count <= Self.longestDatagram else { return nil }
        var fields = Fields(ArraySlice(datagram))
        guard fields.next()?.elementsEqual(Self.tag.dropLast()) == true,
            let accepted = fields.number(in: 0...Self.latestTime),
            let begun = fields.optionalNumber(in: 0...Self.latestTime * 1000),
            let backend = fields.next(), let server = fields.next(), server.count <= 64,
            let status = fields.number(in: -1...999),
            let latency = fields.optionalNumber(in: -Self.longestTime...Self.longestTime),
            fields.skipTimes(3), fields.skipRetries(),
            let termination = fields.next().flatMap({ TerminationState($0) }),
            let split = fields.optionalNumber(in: 0...10_000),
            let isLeaseLive = fields.optionalNumber(in: 0...1),
            fields.skipRole(), let method = fields.next(), let path = fields.last()
        else { return nil }
        self.time = Timestamp(milliseconds: begun.value.map { $0 / 1000 } ?? accepted)
        self.slot = Slot.allCases.first { backend.elementsEqual($0.rawValue.utf8) }
        self.status = status > 0 ? Int(status) : nil
        // A clock that was set back meanwhile gives a negative one.
        self.latency = latency.value.flatMap { $0 >= 0 ? .microseconds($0) : nil }
        self.termination = termination
        self.split = split.value.map { Share(basisPoints: Int($0)) }
        self.isLeaseLive = isLeaseLive.value == 1
        encodedServer = server
        encodedMethod = method
        encodedPath = path
    }

    /// The year 5138: no clock is there yet, and microseconds until then still can be counted.
    private static let latestTime: Int64 = 100_000_000_000_000
    /// A day of microseconds: longer than any timeout.
    private static let longestTime: Int64 = 86_400_000_000
}

/// A value that may be absent although its field is there and right.
private struct Known<Value> {
    let value: Value?
}

/// Takes field after field from the front; every method gives `nil` when the next one is missing or wrong.
private struct Fields {
    private var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) {
        rest = line.last == UInt8(ascii: "\n") ? line.dropLast() : line
    }

    /// The next field, never empty; none after the last one.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let space = rest.firstIndex(of: UInt8(ascii: " ")), space > rest.startIndex else { return nil }
        defer { rest = rest[(space + 1)...] }
        return rest[..<space]
    }

    /// All that is left: one field, without a space.
    mutating func last() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty, !rest.contains(UInt8(ascii: " ")) else { return nil }
        return rest
    }

    mutating func number(in range: ClosedRange<Int64>) -> Int64? {
        next().flatMap { Self.number($0, in: range) }
    }

    /// A number, or `-` for none.
    mutating func optionalNumber(in range: ClosedRange<Int64>) -> Known<Int64>? {
        guard let field = next() else { return nil }
        if field.elementsEqual("-".utf8) { return Known(value: nil) }
        return Self.number(field, in: range).map { Known(value: $0) }
    }

    /// Passes over times, each in milliseconds, or −1 for one that wasn't reached; `false` when one is wrong.
    mutating func skipTimes(_ count: Int) -> Bool {
        (0..<count).allSatisfy { _ in number(in: -1...86_400_000) != nil }
    }

    /// Passes over a count; a plus before it says that the last try went to another instance.
    mutating func skipRetries() -> Bool {
        guard let field = next() else { return false }
        let digits = field.first == UInt8(ascii: "+") ? field.dropFirst() : field
        return Self.number(digits, in: 0...1000) != nil
    }

    /// Passes over the side that was chosen, or `-` for none.
    mutating func skipRole() -> Bool {
        guard let field = next() else { return false }
        return ["stable", "candidate", "-"].contains { field.elementsEqual($0.utf8) }
    }

    private static func number(_ field: ArraySlice<UInt8>, in range: ClosedRange<Int64>) -> Int64? {
        let isNegative = field.first == UInt8(ascii: "-")
        let digits = isNegative ? field.dropFirst() : field
        guard (1...18).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 48)
        }
        value = isNegative ? -value : value
        return range.contains(value) ? value : nil
    }
}
