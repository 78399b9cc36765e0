/// Why a theme cannot be used. Says which file, where in it, and what would be right.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, or the name that was asked for.
    public let source: String
    /// The line in the file, from 1; `nil` when the whole file is meant.
    public let line: Int?
    /// What is wrong and what to do.
    public let problem: String

    public init(source: String, line: Int? = nil, problem: String) {
        self.source = source
        self.line = line
        self.problem = problem
    }

    public var description: String {
        let place = line.map { "\(source):\($0)" } ?? source
        return "\(place): \(problem)"
    }
}
