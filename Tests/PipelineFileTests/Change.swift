import PipelineFile
import StrictYAML
import Testing

/// A change to the example that breaks it, and what is said about it.
struct Change: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    /// `LINE:COLUMN: message; expectation` of each problem.
    let problems: [String]

    init(_ old: String, _ new: String, _ problems: String...) {
        self.old = old
        self.new = new
        self.problems = problems
    }

    var testDescription: String { "\(old) → \(new)" }

    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let text = try Example.replacing(old, with: new)
        #expect(summaries(of: text) == problems.map { "slipway.yml:" + $0 }, sourceLocation: sourceLocation)
    }
}

/// The problems of a text, without the lines of the file; none for a good one.
func summaries(of text: String) -> [String] {
    do {
        _ = try PipelineFile.parse(text)
        return []
    } catch {
        switch error {
        case .unreadable: return [error.description]
        case .malformed(let problem): return [problem.summary]
        case .problems(let problems): return problems.map(\.summary)
        }
    }
}
