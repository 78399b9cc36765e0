import Delivery
import Journal
import Server
import StateDirectory
import Triggers
import Values

/// What a server tells over HTTP, and what a signed webhook may bring about there: that a source is asked.
struct WebAnswers: SiteDelegate {
    /// Of the pipelines.
    let names: Set<String>
    let followers: [String: SourceFollower]
    let tally: ServerTally
    let sinks: [ServedSink]
    let journal: Journal
    let state: StateDirectory
    let log: ServerLog

    func health() async -> ServerHealth {
        var problems: [String] = []
        do { try await journal.flush() } catch { problems.append("nothing can be recorded") }
        if let trouble = log.trouble { problems.append(trouble) }
        return ServerHealth(problems: problems)
    }

    func metrics() async -> ServerMetrics {
        let last = journal.lastSequence
        var metrics = tally.metrics(
            polls: followers.mapValues(\.polls), sinks: sinks.map { $0.metrics(last: last) },
            lostLogLines: log.lostLines)
        metrics.disk = DiskRoom(of: state).map { DiskMetrics(free: $0.free, reserve: $0.reserve) }
        return metrics
    }

    func triggered(pipeline: String, push: PushHint) async -> TriggerAnswer {
        guard names.contains(pipeline) else { return .unknown }
        guard let follower = followers[pipeline], follower.follows(push.branch) else { return .ignored }
        follower.wake()
        return .accepted
    }

    func webServerBroke(reason: String, restartingIn delay: Duration) {
        log.write(.error, "HTTP is not answered: \(reason); trying again in \(delay.brief)")
    }
}
