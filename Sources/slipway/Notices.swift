import Delivery
import Synchronization

/// What went wrong beside a run, and did not end it: a person should know, and nothing waits for it.
final class Notices: Sendable {
    private let kept = Mutex<[Problem]>([])
    private let tell: (@Sendable (Problem) -> Void)?

    /// - Parameter tell: hears of each at once; without it they are kept until the screen is the person's again.
    init(_ tell: (@Sendable (Problem) -> Void)? = nil) {
        self.tell = tell
    }

    @Sendable func take(_ problem: Problem) {
        if let tell { return tell(problem) }
        kept.withLock { if !$0.contains(problem) { $0.append(problem) } }
    }

    /// Writes what was kept to the standard error.
    func tellKept() {
        let problems = kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
        for problem in problems { StandardStream.error.write("slipway: \(problem)") }
    }
}
