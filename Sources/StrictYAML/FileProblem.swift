/// One thing that is wrong in a file: where, what, and what would be right.
public struct FileProblem: Error, Equatable, Sendable {
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in Unicode scalars.
    public let column: Int
    /// What is wrong, in a phrase that names the offending text.
    public let message: String
    /// The offending text as it was understood, when there is one.
    public let text: String?
    /// What would be right.
    public let expectation: String?
    /// The line of the file, as far as it fits, and below it a caret under the column.
    public let excerpt: String
}

extension FileProblem: CustomStringConvertible {
    /// `slipway.yml:12:9: unknown key "stratgey"; did you mean "strategy"?`
    public var summary: String {
        "\(file):\(line):\(column): \(message)" + (expectation.map { "; \($0)" } ?? "")
    }

    /// The summary, the line of the file and a caret under the column.
    public var description: String { excerpt.isEmpty ? summary : "\(summary)\n\(excerpt)" }
}
