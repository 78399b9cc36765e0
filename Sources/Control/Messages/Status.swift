import Delivery
import Values

/// The parameters of `status`: none.
struct StatusParameters: Parameters {
    static let names: Set<String> = []
}

/// The answer to `status`: what is where, and how the runs are; what `slipway status` shows.
public struct ControlStatus: Equatable, Sendable, Codable {
    /// Sorted by name.
    public let environments: [EnvironmentStatus]
    /// Rising by number.
    public let runs: [RunStatus]
    /// Sorted by pipeline; `nil` where there is none.
    public let troubles: [PipelineTrouble]?

    public init(environments: [EnvironmentStatus], runs: [RunStatus], troubles: [PipelineTrouble] = []) {
        self.environments = environments
        self.runs = runs
        self.troubles = troubles.isEmpty ? nil : troubles
    }

    public init(ledger: Ledger, runs: [RunState], troubles: [PipelineTrouble] = []) {
        self.troubles = troubles.isEmpty ? nil : troubles
        environments = ledger.environments.sorted { $0.key < $1.key }.map(EnvironmentStatus.init)
        self.runs = runs.sorted { $0.number < $1.number }.map(RunStatus.init)
    }
}

/// What an environment's users have.
public struct EnvironmentStatus: Equatable, Sendable, Codable {
    public let environment: EnvironmentName
    /// `nil` before the first release.
    public let version: String?
    public let digest: Digest?
    /// The run that is releasing into it now.
    public let releasing: RunNumber?
    /// How many instances of the version there are, and how many of them answer as far as the executor knows; `nil`
    /// before the first release.
    public let instances: Int?
    public let answering: Int?

    public init(_ environment: EnvironmentName, _ record: EnvironmentRecord) {
        self.environment = environment
        version = record.stable?.artifact.version
        digest = record.stable?.artifact.digest
        releasing = record.releasing
        instances = record.stable?.instances.count
        answering = record.stable.map { _ in record.answering }
    }
}

/// Where a run is, or how it ended.
public struct RunStatus: Equatable, Sendable, Codable {
    public let run: RunNumber
    public let phase: Phase
    /// `nil` until it has ended.
    public let result: RunResult?
    /// Of the change that the run is for.
    public let title: String?
    /// The commit's full name.
    public let commit: String?
    public let author: String?
    /// Of the artifact, once there is one.
    public let version: String?
    public let digest: Digest?
    /// The stage that waits for an approval.
    public let waitsFor: StageName?
    /// What brought it down, if something was judged bad.
    public let finding: Finding?

    public init(_ state: RunState) {
        run = state.number
        phase = state.phase
        result = state.result
        title = state.change?.title
        commit = state.change?.commit
        author = state.change?.author
        version = state.artifact?.version
        digest = state.artifact?.digest
        waitsFor = state.waitingStage?.name
        finding = state.finding
    }
}
