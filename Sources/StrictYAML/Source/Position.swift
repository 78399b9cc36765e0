import Yams

/// A place in a text: line and column from 1, the column in Unicode scalars.
package struct Position: Hashable, Comparable, Sendable {
    package let line: Int
    package let column: Int

    static let start = Position(line: 1, column: 1)

    package static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension Position {
    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}
