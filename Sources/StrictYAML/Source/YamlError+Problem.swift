import Values
import Yams

extension YamlError {
    /// The error at its place in the file, in words for the file's author.
    func problem(in source: SourceText) -> FileProblem {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            return Self.problem(problem, context: context, at: Position(mark), in: source)
        case .composer(_, let problem, let mark, _) where problem.contains("alias"):
            return source.problem(
                at: Position(mark), "an alias of nothing", expectation: "quote text that begins with *")
        case .composer(_, _, let mark, _):
            return source.problem(
                at: Position(mark), "a second YAML document",
                expectation: "\(source.kind.name) holds one; remove the ---")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            return source.problem(
                at: Position(context.mark), "the key \(key.quoted) is written more than once in one place", text: key,
                expectation: "keep one of them")
        default:
            return source.problem(at: .start, "malformed YAML", expectation: "the text can't be read as YAML")
        }
    }

    /// The mistake that people make most.
    private static func hint(about problem: String) -> String? {
        if problem.contains("mapping values are not allowed") {
            return "quote the text if it contains \": \", or write it in lines of its own after a |"
        }
        return nil
    }

    private static func problem(
        _ problem: String, context: Context?, at position: Position, in source: SourceText
    ) -> FileProblem {
        if source.isTabIndented(line: position.line) {
            return source.problem(at: position, "a tab in the indentation", expectation: "YAML is indented with spaces")
        }
        if problem.hasPrefix("Maximum nesting level") {
            return source.problem(
                at: position, "values nested too deep", expectation: "\(source.kind.name) is not so deep")
        }
        let place = context.map { " \($0.text)" } ?? ""
        return source.problem(at: position, "malformed YAML: \(problem)\(place)", expectation: hint(about: problem))
    }
}
