import Delivery
import Foundation
import Values

/// A standard stream, written a whole line at a time. Nothing that comes from outside reaches a terminal unescaped.
enum StandardStream {
    case output, error

    /// Writes a line of text; characters that a terminal would act on are escaped, ends of lines too.
    func write(_ line: String) { put(line.visibleLine) }

    /// Writes a line of which nobody may overlook the end: in red, where that can be shown.
    func write(_ beginning: String = "", red end: String) { put(beginning.visibleLine + Ink.red(end.visibleLine)) }

    /// Writes text of several lines that this program put together itself.
    func write(lines text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { write(String(line)) }
    }

    /// Writes a question, and stays in its line.
    func ask(_ question: String) { put(question.visibleLine, end: "") }

    /// Writes a line of JSON, which stays the same JSON.
    func write(json line: String) { put(line.plainJSON) }

    private func put(_ line: String, end: String = "\n") {
        let handle = self == .output ? FileHandle.standardOutput : FileHandle.standardError
        // A reader that went away is no reason to stop a release.
        try? handle.write(contentsOf: Data((line + end).utf8))
    }
}

extension String {
    /// The same JSON text, without a character that a terminal would act on: outside of its strings there is none.
    var plainJSON: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        return unicodeScalars.map { $0.isInvisible ? $0.jsonEscape : String(Character($0)) }.joined()
    }
}

extension Unicode.Scalar {
    fileprivate var jsonEscape: String {
        utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
