/// How a person moves through a list.
enum ScrollMovement: CaseIterable, Sendable {
    case up, down, pageUp, pageDown, first, last

    /// How many lines on; back is negative.
    ///
    /// - Parameters:
    ///   - page: the lines that a page is.
    ///   - all: at least as many as there are.
    func distance(page: Int, all: Int) -> Int {
        switch self {
        case .up: -1
        case .down: 1
        case .pageUp: -page
        case .pageDown: page
        case .first: -all
        case .last: all
        }
    }

    /// What it does to a page of text, for help pages.
    var inLines: String {
        switch self {
        case .up: "A line up"
        case .down: "A line down"
        case .pageUp: "A page up"
        case .pageDown: "A page down"
        case .first: "To the beginning"
        case .last: "To the end"
        }
    }
}
