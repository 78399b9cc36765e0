import Synchronization

/// What keeps a source's commits from being run now, for whoever asks.
final class FollowerTrouble: Sendable {
    private struct State {
        /// Why the source can't be asked.
        var source: String?
        /// Why its newest commit has no run.
        var start: String?
    }

    private let state = Mutex(State())

    /// The one of most interest; `nil` while there is none.
    var words: String? { state.withLock { $0.start ?? $0.source } }

    func setSource(_ words: String?) { state.withLock { $0.source = words } }

    func setStart(_ words: String?) { state.withLock { $0.start = words } }
}
