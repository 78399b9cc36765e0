import Delivery
import Values

/// A line of an output, without what a terminal would act on.
struct OutputLine: Equatable, Sendable {
    /// Where it begins and where the next one does, in bytes from the beginning of the output.
    let start: UInt64
    let end: UInt64
    let text: String
    /// Whether it may still grow.
    var isOpen = false
    /// Whether it only stands for what is not kept.
    var isGap = false

    /// A longer one is shown as several.
    static let longest = 4096

    /// What stands for bytes that are not there any more.
    static func gap(from start: UInt64, to end: UInt64) -> OutputLine {
        let size = ByteCount(bytes: Int64(clamping: end - start))
        return OutputLine(start: start, end: end, text: "… \(size) left out here …", isGap: true)
    }

    /// The lines of a piece.
    ///
    /// - Parameter beginsALine: whether the piece does; otherwise what comes before its first end of a line is left out,
    ///   if there is any.
    static func lines(of piece: OutputPiece, beginsALine: Bool) -> [OutputLine] {
        let newLine = UInt8(ascii: "\n")
        var rest = piece.bytes[...]
        if !beginsALine, piece.offset > 0, let first = rest.firstIndex(of: newLine) { rest = rest[(first + 1)...] }
        var lines: [OutputLine] = []
        while !rest.isEmpty {
            let raw = rest.prefix(longest)
            let length = raw.firstIndex(of: newLine).map { $0 - rest.startIndex + 1 } ?? wholeCharacters(of: raw)
            let start = piece.offset + UInt64(rest.startIndex)
            let text = PrintedLine(String(decoding: rest.prefix(length), as: UTF8.self)).text
            let isOpen = rest.count == length && rest.last != newLine && length < longest
            lines.append(OutputLine(start: start, end: start + UInt64(length), text: text, isOpen: isOpen))
            rest = rest.dropFirst(length)
        }
        return lines
    }

    /// How many of the bytes there are but for a character at their end whose rest is missing.
    private static func wholeCharacters(of raw: ArraySlice<UInt8>) -> Int {
        guard raw.count == longest else { return raw.count }
        let tail = raw.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        let lead = raw.dropLast(tail).last ?? 0
        return lead >= 0xC0 && tail < 3 ? raw.count - tail - 1 : raw.count
    }
}
