import CTerminal
import Foundation
import Synchronization

/// The thread that owns ncurses, as the executor of `Screen`: it waits for keys, signals and jobs at once.
///
/// curses works on one thread only, and blocking on the terminal must not take a thread of the cooperative pool. There is
/// one terminal a process, so there is one such thread; it is started with the first screen and then stays, parked.
final class TerminalThread: SerialExecutor {
    static let shared = TerminalThread()

    /// What one wait reported (flags of `cterm_wait`, 0 for a timeout) in; the longest next wait out (−1: no limit).
    typealias Handler = @Sendable (_ events: Int32) -> Int32

    private struct State {
        var jobs: [UnownedJob] = []
        var closures: [@Sendable () -> Void] = []
        var handler: Handler?
        var identifier: UInt64?
        var isStarted = false
        var isClaimed = false
    }

    private let state = Mutex(State())

    // MARK: - Ownership

    /// Whether the caller may open a screen now; it must call `release` when that is closed.
    func claim() -> Bool {
        state.withLock { state in
            guard !state.isClaimed else { return false }
            state.isClaimed = true
            return true
        }
    }

    func release() {
        state.withLock { state in
            state.isClaimed = false
            state.handler = nil
        }
    }

    /// Starts the thread if it does not run. Returns 0 or an `errno`. Only for the one who has the claim.
    func start() -> Int32 {
        let code = cterm_prepare()
        guard code == 0, state.withLock({ $0.isStarted }) == false else { return code }
        state.withLock { $0.isStarted = true }
        let thread = Thread { self.run() }
        thread.name = "terminal"
        thread.start()
        return 0
    }

    func setHandler(_ handler: @escaping Handler) {
        state.withLock { $0.handler = handler }
    }

    // MARK: - Executing

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        cterm_wake()
    }

    /// Runs a closure on the thread.
    func perform(_ closure: @escaping @Sendable () -> Void) {
        state.withLock { $0.closures.append(closure) }
        cterm_wake()
    }

    func checkIsolated() {
        let own = state.withLock { $0.identifier }
        precondition(own == cterm_thread_identifier(), "ncurses was used outside its thread")
    }

    private func run() {
        state.withLock { $0.identifier = cterm_thread_identifier() }
        var limit: Int32 = -1
        while true {
            let events = cterm_wait(limit)
            runJobs()
            limit = state.withLock { $0.handler }?(events) ?? -1
        }
    }

    private func runJobs() {
        let (jobs, closures) = state.withLock { state in
            defer { (state.jobs, state.closures) = ([], []) }
            return (state.jobs, state.closures)
        }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        for closure in closures { closure() }
    }
}
