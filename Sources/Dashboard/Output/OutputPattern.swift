/// What is looked for in an output. Capital letters are the same as small ones.
public enum OutputPattern: Equatable, Sendable {
    case text(String)
    /// A line that says that something went wrong.
    case trouble

    private static let troubles = [
        "error", "fatal", "failed", "failure", "panic", "exception", "traceback", "cannot", "can't", "not found",
        "denied",
    ]

    func matches(_ line: String) -> Bool {
        let line = line.lowercased()
        switch self {
        case .text(let text): return !text.isEmpty && line.contains(text.lowercased())
        case .trouble: return Self.troubles.contains { word in Self.isSaid(word, in: line) }
        }
    }

    /// Whether it is said that it happened: `0 failed` and `no errors` say that it did not.
    private static func isSaid(_ word: String, in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].split(separator: " ", omittingEmptySubsequences: false)
            // A compiler's option, and not what it said.
            if before.last == "-w" { return false }
            guard before.last?.isEmpty == true, let last = before.dropLast().last else { return true }
            return last != "0" && last != "no" && last != "without"
        }
    }
}
