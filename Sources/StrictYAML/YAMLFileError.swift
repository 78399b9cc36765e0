/// Why a pipeline file, or another file that is read like one, gives nothing.
public enum YAMLFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file can't be read, or is no text that could be one.
    case unreadable(file: String, reason: String)
    /// The text is no YAML, or YAML of a kind that is not accepted here; reading stopped at this place.
    case malformed(FileProblem)
    /// Everything that is wrong with the file, in the order of its lines; never empty.
    case problems([FileProblem])

    /// Each problem with its line of the file and a mark below the place; at most a hundred of them.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): return "\(file): \(reason)"
        case .malformed(let problem): return problem.description
        case .problems(let problems):
            let limit = 100
            let more = problems.count > limit ? ["… and \(problems.count - limit) more problems"] : []
            return (problems.prefix(limit).map(\.description) + more).joined(separator: "\n")
        }
    }
}
