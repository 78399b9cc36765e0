import Values

/// The end of what a step's command printed, for people to read: bounded, and without what a terminal would act on.
public struct OutputEnd: Equatable, Sendable, Codable {
    /// The file with all of it, on the machine of the executor.
    public let path: String
    /// The last lines.
    public let lines: [String]
    /// How many bytes of the middle were left out of the file for length, if any.
    public let leftOut: Int?

    private enum CodingKeys: String, CodingKey { case path, lines, leftOut }

    public init(path: String, lines: [String], leftOut: Int? = nil) {
        self.path = path
        self.lines = lines
        self.leftOut = leftOut
    }
}

extension OutputEnd {
    /// How many lines are recorded, and how many characters of each.
    public static let lineLimit = 20
    public static let columnLimit = 200

    /// The last lines of the bytes, as they look on a terminal that only prints.
    ///
    /// Bytes that are not UTF-8 are replaced, colours and other control sequences left out; of a line that is drawn over
    /// itself, as progress bars are, the last state stays. Of a line that is too long the beginning stays, but of the
    /// very last, which may have no end, its end.
    public static func lines(of bytes: [UInt8]) -> [String] {
        let pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .suffix(lineLimit + 1)
        var lines = pieces.map { PrintedLine(String(decoding: $0, as: UTF8.self)).text }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let isOpen = bytes.last != UInt8(ascii: "\n")
        return lines.suffix(lineLimit).enumerated().map { index, line in
            let isLast = index == min(lines.count, lineLimit) - 1
            guard line.count > columnLimit else { return line }
            return isLast && isOpen ? "…" + line.suffix(columnLimit - 1) : line.prefix(columnLimit - 1) + "…"
        }
    }
}
