import Delivery

/// Turns an output into text that a terminal only shows, piece by piece as it comes, in bounded memory.
///
/// It looks as a terminal would leave it that knows no control sequences: of a line that is drawn over itself, as progress
/// bars are, the last state stays. Bytes that are no UTF-8 are replaced.
public struct PlainOutput: Sendable {
    private var printer = PlainPrinter()
    /// The beginning of a character whose other bytes have not come.
    private var rest: [UInt8] = []
    /// What of the last line was not given yet.
    private var line = String.UnicodeScalarView()
    private var length = 0
    /// Whether some of the last line was.
    private var isOpen = false

    /// So much of a line is kept back at most.
    private static let longest = 16 << 10

    public init() {}

    /// The text that can be shown by now.
    ///
    /// - Parameter isLast: whether nothing more may come for a while: then a line without an end is given as well.
    public mutating func take(_ bytes: [UInt8], isLast: Bool = false) -> String {
        let (whole, rest) = Self.cut(self.rest + bytes)
        self.rest = Array(rest)
        var text = String.UnicodeScalarView()
        // Taken out of `self`, as the closure changes the rest of it.
        var printer = printer
        for scalar in String(decoding: whole, as: UTF8.self).unicodeScalars {
            printer.take(scalar) { put($0, &text) }
        }
        self.printer = printer
        if isLast { give(&text) }
        return String(text)
    }

    /// What is left when the output has ended, up to the end of a line.
    public mutating func finish() -> String {
        var text = take([], isLast: true).unicodeScalars
        if !rest.isEmpty { text.append("\u{FFFD}") }
        if isOpen || !rest.isEmpty { text.append("\n") }
        self = PlainOutput()
        return String(text)
    }

    private mutating func put(_ effect: PlainPrinter.Effect, _ text: inout String.UnicodeScalarView) {
        switch effect {
        case .character(let scalar):
            line.append(scalar)
            length += 1
            if length >= Self.longest { give(&text) }
        case .restart:
            if isOpen { text.append("\n") }
            isOpen = false
            empty()
        case .endOfLine:
            give(&text)
            text.append("\n")
            isOpen = false
        }
    }

    private mutating func give(_ text: inout String.UnicodeScalarView) {
        isOpen = isOpen || !line.isEmpty
        text.append(contentsOf: line)
        empty()
    }

    private mutating func empty() {
        line.removeAll(keepingCapacity: true)
        length = 0
    }

    /// Without the beginning of a character at the end.
    private static func cut(_ bytes: [UInt8]) -> (whole: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        let tail = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        let place = bytes.count - tail - 1
        guard place >= 0, let needed = length(ofCharacter: bytes[place]), needed > tail + 1 else {
            return (bytes[...], [])
        }
        return (bytes[..<place], bytes[place...])
    }

    /// How many bytes a character has that begins so; `nil` where none of several bytes does.
    private static func length(ofCharacter lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }
}
