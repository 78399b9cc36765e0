import Delivery
import Values

/// Starts a run for each new commit of a pipeline's source.
public struct SourceFollower: Sendable {
    private let served: ServedPipeline
    private let polling: GitPolling<ContinuousClock>
    private let counter: PollCounter
    private let remote: GitRemote
    private let starter: RunStarter
    private let tell: @Sendable (FollowerNews) -> Void
    private let hints: HintLimiter
    private let standing = FollowerTrouble()

    /// `nil` for a pipeline without a source.
    ///
    /// - Parameters:
    ///   - interval: how often the source is asked; `nil` for only when told to.
    ///   - known: the commit of the pipeline's last run, for which none is started.
    ///   - tell: hears what a person should know.
    public init?(
        _ served: ServedPipeline, every interval: Duration?, known: String?, starter: RunStarter,
        tell: @escaping @Sendable (FollowerNews) -> Void
    ) {
        guard let remote = served.remote else { return nil }
        self.served = served
        self.remote = remote
        self.starter = starter
        self.tell = tell
        let counter = PollCounter()
        self.counter = counter
        polling = GitPolling(every: interval, known: known.flatMap { ObjectID($0) }, clock: ContinuousClock()) {
            () async throws(GitRemoteError) in
            try await counter.count { () async throws(GitRemoteError) in try await remote.head() }
        }
        hints = HintLimiter { [polling] in polling.wake() }
    }

    /// How often the source was asked.
    public var polls: PollCount { counter.count }

    /// What keeps the newest commit from being run, as it was told; `nil` while nothing does.
    public var trouble: String? { standing.words }

    /// Asks the source, because somebody says that there is something new: at once, and at most once in a second.
    public func wake() { hints.take() }

    /// Whether a push to a branch concerns this pipeline.
    public func follows(_ branch: String) -> Bool { remote.branch == nil || remote.branch == branch }

    /// Goes on until it is cancelled.
    public func carryOn() async {
        var trouble: String?
        for await news in polling {
            switch news {
            case .head(let commit):
                trouble = await start(commit, after: trouble)
                standing.setStart(trouble)
            case .trouble(let error):
                tell(.sourceFailed(error))
                standing.setSource("\(error)")
            case .recovered:
                tell(.sourceRecovered)
                standing.setSource(nil)
            }
        }
    }

    /// Starts a run, unless a person did. What keeps it from being started may be over when the source is asked next.
    ///
    /// - Parameter trouble: what was told already.
    /// - Returns: why no run could be started.
    private func start(_ commit: ObjectID, after trouble: String?) async -> String? {
        do {
            guard await !starter.hasRun(served, at: commit) else { return nil }
            _ = try await starter.start(served, at: commit, by: .policy)
            return nil
        } catch {
            polling.forget()
            let news = FollowerNews.notStarted(commit, reason: "\(error)")
            if news.description != trouble, !Task.isCancelled { tell(news) }
            return news.description
        }
    }
}
