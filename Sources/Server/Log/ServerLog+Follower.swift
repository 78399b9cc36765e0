import Triggers

extension ServerLog {
    /// Writes what is new about how a pipeline's source is followed.
    public func write(_ news: FollowerNews, of pipeline: String) {
        let level: LogLevel =
            switch news {
            case .sourceFailed: .warning
            case .sourceRecovered: .info
            case .notStarted: .error
            }
        write(level, "\(pipeline): \(news)")
    }
}
