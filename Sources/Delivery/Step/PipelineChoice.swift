/// The pipeline file that a commit has, beside the one at hand.
public enum CommittedPipeline: Equatable, Sendable {
    case missing
    case same
    /// It differs; `name` says which file of which commit it is.
    case other(Pipeline, name: String)
    /// It can't be carried out, in words for people.
    case invalid(String)
}

/// Which pipeline a run goes by, and what that makes of its change.
public struct PipelineChoice: Equatable, Sendable {
    public var pipeline: Pipeline
    /// Whether the commit says something else.
    public var isDirty = false
    /// What else is to be known of it.
    public var remark: String?
}

extension SourceStep {
    /// - Parameter given: the pipeline of the file at hand.
    /// - Throws: `Refusal` where the commit's own can't be carried out.
    public func choice(of given: Delivery.Pipeline, _ committed: CommittedPipeline) throws(Refusal) -> PipelineChoice {
        switch (pipeline, committed) {
        case (.stored, _), (.file, .missing), (_, .same): return PipelineChoice(pipeline: given)
        case (.file, .other), (.file, .invalid):
            return PipelineChoice(
                pipeline: given, isDirty: true,
                remark: "\(fileName) is not what the commit has; going on because of --dirty")
        case (.commit, .missing):
            return PipelineChoice(
                pipeline: given, remark: "the commit has no \(fileName); going by the one at hand")
        case (.commit, .other(let own, let name)):
            return PipelineChoice(
                pipeline: own, remark: "carrying out \(name), which \(fileName) at hand differs from")
        case (.commit, .invalid(let words)): throw Refusal(words)
        }
    }

    private var fileName: Substring { file.split(separator: "/").last ?? file[...] }
}
