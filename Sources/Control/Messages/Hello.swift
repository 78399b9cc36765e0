import Delivery
import Journal
import Values

/// The parameters of `hello`.
struct HelloParameters: Parameters {
    static let names: Set<String> = ["protocol"]

    /// The newest protocol that the client speaks.
    var `protocol`: Int
}

/// The answer to `hello`: who listens, and as whom it sees the client.
public struct Greeting: Equatable, Sendable, Codable {
    /// The number of the protocol that this version speaks.
    public static let currentProtocol = 1

    public let `protocol`: Int
    /// Of the Slipway that runs the executor.
    public let version: String
    public let processID: Int32
    /// Its absolute path.
    public let stateDirectory: String
    /// When the executor started, as in events: UTC to the millisecond.
    public let since: String
    public let runs: [ActiveRun]
    /// The pipelines whose runs can be started; `nil` where none can.
    public let pipelines: [String]?
    /// The person that orders on this connection come from.
    public let you: Actor

    public init(
        version: String, processID: Int32, stateDirectory: String, since: Timestamp, runs: [ActiveRun],
        pipelines: [String]? = nil, you: Actor
    ) {
        self.protocol = Self.currentProtocol
        self.version = version
        self.processID = processID
        self.stateDirectory = stateDirectory
        self.since = since.iso8601
        self.runs = runs
        self.pipelines = pipelines
        self.you = you
    }
}

/// A run that the executor is carrying out.
public struct ActiveRun: Equatable, Sendable, Codable {
    public let run: RunNumber
    /// The name of its pipeline; `nil` until the run has begun.
    public let pipeline: String?
    public let phase: Phase

    public init(run: RunNumber, pipeline: String?, phase: Phase) {
        self.run = run
        self.pipeline = pipeline
        self.phase = phase
    }
}

extension Collection<ActiveRun> {
    /// The run that is meant when none is named: the only one.
    ///
    /// - Throws: `Refusal` when there is none, or more than one.
    public func only() throws(Refusal) -> RunNumber {
        guard let first else { throw Refusal("no run is under way") }
        guard count == 1 else {
            let numbers = map(\.run).sorted().map(\.description).joined(separator: ", ")
            throw Refusal("several runs are under way (\(numbers)); say which one is meant")
        }
        return first.run
    }
}
