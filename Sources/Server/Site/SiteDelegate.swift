import Triggers

/// What a server's site asks the rest of the server for.
///
/// Every method may be called many times at once, and must come to an end when it is cancelled.
public protocol SiteDelegate: Sendable {
    /// Whether the server can do its work.
    func health() async -> ServerHealth

    /// How things are, in numbers.
    func metrics() async -> ServerMetrics

    /// Somebody who knows the webhook's secret says that a pipeline's source has changed.
    ///
    /// It is a hint, no more: ask the repository itself. Nothing of it is to be believed, for an old message can be sent
    /// again by whoever has seen it.
    func triggered(pipeline: String, push: PushHint) async -> TriggerAnswer

    /// Nothing is answered for a while; then it is tried again.
    func webServerBroke(reason: String, restartingIn delay: Duration)
}

/// Whether a server can do its work.
public struct ServerHealth: Equatable, Sendable {
    /// What keeps it from that, in a few words each; healthy without any.
    public var problems: [String]

    public init(problems: [String] = []) {
        self.problems = problems
    }
}
