import Values
import Foundation

/// The text of a file, checked to be text, and its lines.
struct SourceText {
    let file: String
    let kind: YAMLFileKind
    /// Without a byte order mark.
    let text: String
    private let lines: [Substring.UnicodeScalarView]

    /// - Throws: `YAMLFileError` when the bytes are too many, not UTF-8, or hold control characters.
    init(_ bytes: Data, file: String, kind: YAMLFileKind) throws(YAMLFileError) {
        guard bytes.count <= CheckedFile.sizeLimit else {
            let limit = ByteCount(bytes: Int64(CheckedFile.sizeLimit))
            throw .unreadable(file: file, reason: "the file is too large; \(kind.name) has at most \(limit)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(file: file, reason: "the file is not UTF-8 text; save it as UTF-8")
        }
        self.file = file
        self.kind = kind
        self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        lines = Self.lines(of: self.text)
        if let (position, scalar) = firstUnreadable {
            throw .malformed(
                problem(
                    at: position, "the character U+\(String(scalar.value, radix: 16, uppercase: true))",
                    text: String(scalar), expectation: "control characters can't be in \(kind.name)"))
        }
    }

    func problem(
        at position: Position, _ message: String, text: String? = nil, expectation: String? = nil
    ) -> FileProblem {
        let position = withinText(position)
        return FileProblem(
            file: file, line: position.line, column: position.column, message: message, text: text,
            expectation: expectation, excerpt: excerpt(at: position))
    }

    /// Whether the line is indented with a tab.
    func isTabIndented(line: Int) -> Bool {
        guard lines.indices.contains(line - 1) else { return false }
        return lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
    }

    private var firstUnreadable: (Position, Unicode.Scalar)? {
        for (index, line) in lines.enumerated() {
            for (column, scalar) in line.enumerated() where !Self.isReadable(scalar) {
                return (Position(line: index + 1, column: column + 1), scalar)
            }
        }
        return nil
    }

    /// What YAML 1.1 calls printable, without the byte order mark.
    private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension SourceText {
    /// Lines as YAML 1.1 counts them: CR, LF, CR LF, NEL, LS and PS end one.
    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        let scalars = text[...].unicodeScalars
        var lines: [Substring.UnicodeScalarView] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
                lines.append(scalars[start..<index])
                let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
                start = isPair ? scalars.index(after: next) : next
                index = start
            } else {
                index = next
            }
        }
        lines.append(scalars[start...])
        return lines
    }

    /// YAML puts what is missing at the end on the line after the last; a person looks at the end of the last one.
    private func withinText(_ position: Position) -> Position {
        guard let last = lines.lastIndex(where: { !$0.isEmpty }), position.line > last + 1 else { return position }
        return Position(line: last + 1, column: lines[last].count + 1)
    }

    /// The line and a caret below the column; of a long line the part around it.
    private func excerpt(at position: Position) -> String {
        guard lines.indices.contains(position.line - 1), !lines[position.line - 1].isEmpty else { return "" }
        let line = lines[position.line - 1]
        let width = 100
        let skipped = position.column > width ? position.column - width / 2 : 0
        let window = line.dropFirst(skipped)
        let shown = window.prefix(width).map(Self.visible).joined()
        let before = skipped > 0 ? "…" : ""
        let after = window.count > width ? "…" : ""
        let indent = String(repeating: " ", count: before.count + max(position.column - 1 - skipped, 0))
        return "\(before)\(shown)\(after)\n\(indent)^"
    }

    /// One column on a screen for each scalar that could act on it.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return " " }
        return scalar.isInvisible ? "\u{FFFD}" : String(Character(scalar))
    }
}
