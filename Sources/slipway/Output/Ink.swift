import Foundation

/// Colour for plain lines, where a person reads them.
enum Ink {
    /// Whether standard output shows colours: on a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise.
    private static let isColourful: Bool = {
        let variables = ProcessInfo.processInfo.environment
        if let word = variables["NO_COLOR"], !word.isEmpty { return false }
        if let word = variables["CLICOLOR_FORCE"], !word.isEmpty, word != "0" { return true }
        return isatty(STDOUT_FILENO) == 1 && variables["TERM"] != "dumb"
    }()

    /// What nobody may overlook. The text has no control characters of its own: escape it before, and not after.
    static func red(_ text: String) -> String { isColourful ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
