import Delivery

/// The executor's side of the control socket. What it throws is told to the client: a `Refusal` as such, with its
/// sentence, and any other error as something that could not be done.
///
/// Every method may be called by several clients at once, and must come to an end when it is cancelled.
public protocol ControlDelegate: Sendable {
    /// The names of the pipelines whose runs can be started; `nil` where none can.
    var pipelines: [String]? { get }

    /// Starts a run of a pipeline, and gives its number once it is recorded.
    ///
    /// - Throws: `Refusal` when there is no such pipeline, or none can be started.
    func start(_ pipeline: String, by actor: Actor) async throws -> RunNumber

    /// Starts a run that releases a version which was built before, and gives its number once it is recorded.
    ///
    /// - Throws: `Refusal` when there is no such version, or it can't be released.
    func release(_ order: VersionOrder, by actor: Actor) async throws -> RunNumber

    /// The runs under way.
    func activeRuns() async -> [ActiveRun]

    /// Carries out an order once it is recorded, and gives the number of the last event that came of it at once; where
    /// nothing did, of the last event that there is.
    ///
    /// The same person's order with the same `id`, also from before a restart, does nothing and gives what it gave
    /// the first time. Look for it before anything else: the run may have finished since.
    ///
    /// - Throws: `Refusal` when it can't be done now.
    func order(_ order: OrderRequest) async throws -> Int64

    /// Carries out an order for all runs, as ``order(_:)-(OrderRequest)`` does for one. Asked again, it may give the number of
    /// a later event.
    func order(_ request: StandingRequest) async throws -> Int64

    /// What is where, and how the runs are.
    func status() async throws -> ControlStatus

    /// Writes events that wait in memory to the journal (`Journal.flush()`), for a subscriber that missed them.
    func flush() async throws
}
