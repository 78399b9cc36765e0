import Values
import Yams

/// The one YAML document of a file, free of anchors, aliases and tags.
struct Document {
    let source: SourceText
    let root: Node

    /// - Throws: `YAMLFileError.malformed` with the place where the YAML could not be understood.
    init(_ source: SourceText) throws(YAMLFileError) {
        self.source = source
        try Self.refuseAliasBomb(in: source)
        do {
            root = try Self.compose(source)
        } catch let problem as FileProblem {
            throw .malformed(problem)
        } catch let error as YamlError {
            throw .malformed(error.problem(in: source))
        } catch {
            throw .malformed(source.problem(at: .start, "malformed YAML: \(error)"))
        }
    }

    private static func compose(_ source: SourceText) throws -> Node {
        let parser = try Parser(yaml: source.text, encoding: .utf8)
        guard let root = try parser.singleRoot() else {
            throw source.problem(at: .start, "the file is empty", expectation: source.kind.beginning)
        }
        // A node holds its anchor weakly; the parser is what keeps it.
        return try withExtendedLifetime(parser) {
            try NodeCheck(source: source).check(root)
            return root
        }
    }

    /// Refuses what could make composing take for ever: aliases of aliases, used as keys, are compared in full.
    ///
    /// Words that may be aliases are counted before anything is composed. Shell commands hold such words too, so
    /// it takes many of them, and an anchor; whatever is below the count can't grow to more than some thousand nodes.
    private static func refuseAliasBomb(in source: SourceText) throws(YAMLFileError) {
        let limit = 32
        guard source.text.utf8.count(ofWordsAfter: "&") > 0, source.text.utf8.count(ofWordsAfter: "*") > limit
        else { return }
        throw .malformed(
            source.problem(
                at: .start, "more than \(limit) words with * beside words with &",
                expectation: "anchors and aliases are not accepted; write the values out"))
    }
}

extension String.UTF8View {
    /// How often `sign` may begin the name of an anchor: not within a word, and before a character of such names.
    fileprivate func count(ofWordsAfter sign: Unicode.Scalar) -> Int {
        let before = [UInt8(ascii: " ")] + self
        return zip(zip(before, self), dropFirst()).count { neighbours, after in
            neighbours.1 == UInt8(ascii: sign) && !neighbours.0.continuesWord && after.isAnchorCharacter
        }
    }
}

extension UInt8 {
    /// Whether YAML begins nothing new right after it; shells write `2>&1`, `a && b` and `src/*old`.
    fileprivate var continuesWord: Bool { isLetterOrDigit || ">&/.".utf8.contains(self) }

    fileprivate var isAnchorCharacter: Bool { isLetterOrDigit || "_-".utf8.contains(self) }

    private var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
