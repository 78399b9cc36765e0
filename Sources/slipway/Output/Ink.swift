import Dashboard
import Foundation

/// Colour for plain lines, where a person reads them.
enum Ink {
    /// Whether standard output shows colours: on a terminal, unless the person wishes otherwise.
    private static let isColourful: Bool = {
        ColourDepth.wish(environment: ProcessInfo.processInfo.environment) ?? (isatty(STDOUT_FILENO) == 1)
    }()

    /// What nobody may overlook. The text has no control characters of its own: escape it before, and not after.
    static func red(_ text: String) -> String { isColourful ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
