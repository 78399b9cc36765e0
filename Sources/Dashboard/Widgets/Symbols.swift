import CTerminal

/// The signs that widgets and views draw with; every one is a single cell wide.
public struct Symbols: Hashable, Sendable {
    /// Whether only ASCII is used. Widgets with shapes of their own (graphs, bars) ask this.
    public let isASCII: Bool

    // Status: always shown with a word, never by colour alone.
    public let queued: String
    public let running: String
    public let waiting: String
    public let halted: String
    public let succeeded: String
    public let failed: String
    public let warning: String
    public let unknown: String
    public let rolledBack: String
    public let skipped: String

    // Instances and lines.
    public let live: String
    public let bullet: String
    public let filledSquare: String
    public let halfSquare: String
    public let emptySquare: String
    public let arrow: String
    public let dash: String
    public let ellipsis: String
    public let selected: String
    public let branch: String
    public let lastBranch: String

    /// The frames of the sign for something under way.
    public let spinner: [String]
    /// The frame around a panel.
    public let border: Border

    /// The signs of a frame.
    public struct Border: Hashable, Sendable {
        public let topLeft: String
        public let topRight: String
        public let bottomLeft: String
        public let bottomRight: String
        public let horizontal: String
        public let vertical: String
        /// On both sides of a title in the border.
        public let titleLeft: String
        public let titleRight: String
    }

    public static let unicode = Symbols(
        isASCII: false,
        queued: "○", running: "●", waiting: "◷", halted: "‖", succeeded: "✔", failed: "✖", warning: "▲", unknown: "?",
        rolledBack: "↩", skipped: "–",
        live: "●", bullet: "•", filledSquare: "■", halfSquare: "▣", emptySquare: "□", arrow: "→", dash: "─",
        ellipsis: "…", selected: "▸", branch: "├", lastBranch: "└",
        spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
        border: Border(
            topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯", horizontal: "─", vertical: "│",
            titleLeft: "┐", titleRight: "┌"))

    public static let ascii = Symbols(
        isASCII: true,
        queued: "o", running: "*", waiting: "@", halted: "=", succeeded: "+", failed: "x", warning: "!", unknown: "?",
        rolledBack: "<", skipped: "-",
        live: "*", bullet: "*", filledSquare: "#", halfSquare: "=", emptySquare: ".", arrow: ">", dash: "-",
        ellipsis: "~", selected: ">", branch: "|", lastBranch: "`",
        spinner: ["|", "/", "-", "\\"],
        border: Border(
            topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", horizontal: "-", vertical: "|",
            titleLeft: "|", titleRight: "|"))

    /// The signs for the locale of the environment.
    public static var ofLocale: Symbols { cterm_is_utf8() ? .unicode : .ascii }

    /// Every sign that must be one cell wide.
    var all: [String] {
        [
            queued, running, waiting, halted, succeeded, failed, warning, unknown, rolledBack, skipped, live, bullet,
            filledSquare, halfSquare, emptySquare, arrow, dash, ellipsis, selected, branch, lastBranch,
            border.topLeft, border.topRight, border.bottomLeft, border.bottomRight, border.horizontal,
            border.vertical, border.titleLeft, border.titleRight,
        ] + spinner
    }
}
