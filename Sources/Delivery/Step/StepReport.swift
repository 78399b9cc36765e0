import Values

/// What a step has to say of how it ended, beside its result.
public enum StepReport: Equatable, Sendable {
    case exited(code: Int)
    case signalled(Int)
    /// It, or its stage, had taken this long, and it was ended.
    case timedOut(after: Duration, ofStage: Bool = false)
    case artifact(Artifact)
    /// The build has not left what the artifact was to be made of.
    case missing(String)
    /// A check got the answer that was expected.
    case answered(after: Duration)
    /// A check got another answer, or none.
    case badAnswer(String)
    /// What else is to be known of one that succeeded.
    case remark(String)
    /// Something could not be done.
    case problem(Problem)
    /// Nothing was made before that could be released.
    case nothingToRelease
    /// Users have a newer run's version already.
    case newerInService(version: String, run: RunNumber, environment: EnvironmentName)
    /// The database has moved on for good since a way back was ordered, and nobody has agreed to go over that.
    case migratedSince(run: RunNumber, environment: EnvironmentName)
    case release(ReleaseReport)
    /// As an earlier version of Slipway wrote it down.
    case words(String)
}

/// Why a release ended as it did, where its result does not say all.
public struct ReleaseReport: Equatable, Sendable, Codable {
    /// What could not be done.
    public var problem: Problem?
    /// The version that has all traffic, of which no instance answers.
    public var silentVersion: String?
    /// How many instances it has.
    public var instances: Int?
    /// Why the router was not seen to run.
    public var routerProblem: String?

    private enum CodingKeys: String, CodingKey { case problem, silentVersion, instances, routerProblem }

    public init(
        problem: Problem? = nil, silentVersion: String? = nil, instances: Int? = nil, routerProblem: String? = nil
    ) {
        self.problem = problem
        self.silentVersion = silentVersion
        self.instances = instances
        self.routerProblem = routerProblem
    }
}

extension StepReport: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "ended by signal \(signal)"
        case .timedOut(let limit, let ofStage): "\(ofStage ? "its stage " : "")took longer than \(limit.brief)"
        case .artifact(let artifact): "\(artifact.version) \(artifact.digest.short)"
        case .answered(let took): "answered after \(took.brief)"
        case .missing(let detail), .badAnswer(let detail), .remark(let detail), .words(let detail): detail
        case .problem(let problem): problem.description
        case .nothingToRelease: "no artifact was made before"
        case .newerInService(let version, let run, let environment):
            "\(environment) has \(version) of run \(run) already"
        case .migratedSince(let run, let environment):
            "run \(run) has migrated the database of \(environment) since this was ordered, and that can't be reversed; "
                + "order it again with --over-migration"
        case .release(let report): report.description
        }
    }
}

extension ReleaseReport: CustomStringConvertible {
    public var description: String {
        [
            problem?.description,
            silentVersion.map { "\($0) has all traffic, and no instance of it answers (0 of \(instances ?? 0))" },
            routerProblem.map { "the router was not seen to run: \($0)" },
        ].compactMap { $0 }.joined(separator: "; ")
    }
}
