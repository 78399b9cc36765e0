import Values

/// Takes the source at one commit into the run's own workspace, and from it the pipeline that is carried out. No pipeline
/// file has it: it is in the runs of a pipeline that has a `source`.
public struct SourceStep: StepKind, Hashable {
    /// Which pipeline the run goes by, once the source is there.
    public enum Pipeline: String, Sendable {
        /// The one in the commit; where that has none, the one at hand.
        case commit
        /// The one at hand, because a person wants that.
        case file
        /// The one that it has already: what is released was built before.
        case stored
    }

    public static let key = "source"

    public var source: Source
    /// Its full name.
    public var commit: String
    public var pipeline: Pipeline
    /// The whole path of the pipeline file at hand; a relative address is relative to its folder.
    public var file: String

    public init(source: Source, commit: String, pipeline: Pipeline = .commit, file: String) {
        self.source = source
        self.commit = commit
        self.pipeline = pipeline
        self.file = file
    }

    public var title: String { "take commit \(commit.prefix(12))" }
    public var effect: StepEffect? { .takeSource(self) }
    /// Whatever was half done is done anew, in a new folder.
    public var repeatedResult: RunResult { .errored }

    /// Nobody waits for ever for a server that does not answer, and a short trouble ends no run.
    public static let terms = StepTerms(
        timeout: StepTerms.defaultTimeout, retry: RetryRule(times: 3, backoff: .seconds(5)))

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] { [] }
}

/// What was found in a source.
public struct TakenSource: Equatable, Sendable {
    /// The pipeline to carry out.
    public var pipeline: Pipeline
    public var change: Change
    /// What else is to be known of it.
    public var remark: String?

    public init(pipeline: Pipeline, change: Change, remark: String? = nil) {
        self.pipeline = pipeline
        self.change = change
        self.remark = remark
    }
}

extension Pipeline {
    /// The stage that takes the source. A pipeline with a source has no other of that name.
    public static let sourceStage = StageName("source")

    /// The pipeline with a stage before all others that takes its source.
    public func taking(_ source: SourceStep) -> Pipeline {
        var pipeline = self
        pipeline.stages.insert(
            Stage(name: Self.sourceStage, steps: [Step(.source(source), terms: SourceStep.terms)]), at: 0)
        return pipeline
    }
}

extension Pipeline {
    /// The pipeline of a stored version, which takes the source that it was built from before anything needs it: behind
    /// the deploy where that can be, so that users wait for no git server.
    public func takingStored(_ source: SourceStep) -> Pipeline {
        var pipeline = self
        let step = Step(.source(source), terms: SourceStep.terms)
        guard let last = stages.indices.last, !stages[last].isParallel, !deployNeedsSource,
            let command = stages[last].steps.firstIndex(where: { $0.kind.isCommand }),
            stages[last].steps[..<command].contains(where: { $0.target != nil })
        else {
            pipeline.stages[0].steps.append(step)
            return pipeline
        }
        pipeline.stages[last].steps.insert(step, at: command)
        return pipeline
    }

    /// The pipeline as its file has it, without what takes the source.
    public var withoutSourceStage: Pipeline {
        guard stages.first?.name == Self.sourceStage, case .source? = stages.first?.steps.first?.work else {
            return self
        }
        var pipeline = self
        pipeline.stages.removeFirst()
        return pipeline
    }
}

extension Change {
    /// What is known of a commit before it was taken.
    public init(untaken commit: String) {
        self.init(commit: commit, title: "commit \(commit.prefix(12))")
    }
}
