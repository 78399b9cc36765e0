import CTerminal

/// What one cell shows: one printable character and how many cells it takes.
public struct Glyph: Hashable, Sendable {
    /// A base character with at most four combining marks, which is what a terminal cell holds.
    public let character: Character
    /// 1 or 2; 0 for the second cell of a wide character.
    public let width: UInt8

    public static let space = Glyph(character: " ", width: 1)
    /// Shown for what cannot be printed: control characters, bytes that were no text.
    public static let replacement = Glyph(character: "\u{FFFD}", width: 1)
    /// The second cell of a wide character.
    static let continuation = Glyph(character: " ", width: 0)

    private init(character: Character, width: UInt8) {
        self.character = character
        self.width = width
    }

    /// The glyph for a character, made safe: controls become visible, what a cell cannot hold is dropped.
    /// `nil` for what takes no room, such as a mark without a base, or would reorder text.
    public init?(_ character: Character) {
        if let ascii = character.asciiValue {
            guard ascii >= 0x20 && ascii < 0x7F else {
                self = ascii == 0x09 || ascii == 0x0A || ascii == 0x0D ? .space : .replacement
                return
            }
            self.init(character: character, width: 1)
            return
        }
        guard let base = character.unicodeScalars.first else { return nil }
        switch Glyph.width(of: base) {
        case 0: return nil
        case 1: self.init(character: Glyph.reduced(character, base), width: 1)
        case 2: self.init(character: Glyph.reduced(character, base), width: 2)
        default: self = .replacement
        }
    }

    /// How many cells a scalar takes, as ncurses measures it; −1 for what cannot be printed.
    static func width(of scalar: Unicode.Scalar) -> Int {
        Int(cterm_width(scalar.value))
    }

    /// The base with its combining marks. Joiners and variation selectors go: terminals disagree on their width.
    private static func reduced(_ character: Character, _ base: Unicode.Scalar) -> Character {
        guard character.unicodeScalars.count > 1 else { return character }
        var cluster = String(Character(base))
        var marks = 0
        for scalar in character.unicodeScalars.dropFirst() where marks < 4 {
            guard scalar.properties.generalCategory == .nonspacingMark, !scalar.properties.isVariationSelector,
                width(of: scalar) == 0
            else { break }
            cluster.unicodeScalars.append(scalar)
            marks += 1
        }
        return cluster.first ?? Character(base)
    }
}

extension StringProtocol {
    /// How many cells the text takes on the screen.
    public var cellWidth: Int {
        reduce(0) { $0 + Int(Glyph($1)?.width ?? 0) }
    }

    /// The longest beginning that fits, with `ellipsis` at its end if something was cut.
    public func truncated(toWidth limit: Int, ellipsis: String = "…") -> String {
        guard limit > 0 else { return "" }
        let room = limit - ellipsis.cellWidth
        var used = 0
        var end = startIndex
        for index in indices {
            used += Int(Glyph(self[index])?.width ?? 0)
            if used > limit {
                return room < 0 ? "" : self[..<end] + ellipsis
            }
            if used <= room { end = self.index(after: index) }
        }
        return String(self)
    }
}
