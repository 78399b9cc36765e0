import Control
import Delivery
import Dispatch
import Synchronization

/// The log of a server: one line for each thing worth telling.
///
/// Writing never waits and never fails. Lines that can't be written, because the disk is full or whoever reads the
/// output is stuck, are counted; the first line that can be written again says how many are missing and why.
public final class ServerLog: Sendable {
    private let now: @Sendable () -> Timestamp
    private let queue = DispatchQueue(label: "slipway.log")
    private let state = Mutex(State())
    /// Taken on the queue only, so that nobody else waits for a slow disk.
    private let output: Mutex<any LogOutput>

    private struct State {
        var waiting = 0
        var lost = 0
        /// Of the lost ones, those that no line has told of yet.
        var untold = 0
        var reason = ""

        mutating func lose(for reason: String) {
            lost += 1
            untold += 1
            self.reason = reason
        }
    }

    /// How many lines may wait for a slow disk.
    private static let mostWaiting = 10_000

    /// - Parameter configuration: the file; `nil` for standard output. The process must ignore SIGPIPE then.
    /// - Parameter now: the wall clock.
    public convenience init(_ configuration: LogConfiguration?, now: @escaping @Sendable () -> Timestamp) {
        if let configuration {
            self.init(RotatingFile(configuration), now: now)
        } else {
            self.init(StandardOutput(), now: now)
        }
    }

    init(_ output: any LogOutput, now: @escaping @Sendable () -> Timestamp) {
        self.output = Mutex(output)
        self.now = now
    }

    /// How many lines were lost since the server was started.
    public var lostLines: Int { state.withLock(\.lost) }

    /// Writes a line soon; characters that a terminal would act on are escaped.
    public func write(_ level: LogLevel, _ text: String) {
        let line = LogLine(time: now(), level: level, text: text)
        let isAdmitted = state.withLock { state in
            guard state.waiting < Self.mostWaiting else {
                state.lose(for: "more lines than can be written")
                return false
            }
            state.waiting += 1
            return true
        }
        if isAdmitted { queue.async { [self] in put(line) } }
    }

    /// Returns when everything so far is written or lost.
    public func flush() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    private func put(_ line: LogLine) {
        let (untold, reason) = state.withLock { state in
            state.waiting -= 1
            return (state.untold, state.reason)
        }
        do throws(SystemFailure) {
            if untold > 0 {
                let text = "\(untold) line\(untold == 1 ? " was" : "s were") lost here: \(reason)"
                try put(LogLine(time: line.time, level: .warning, text: text).bytes)
                state.withLock { $0.untold -= untold }
            }
            try put(line.bytes)
        } catch {
            state.withLock { $0.lose(for: "\(error)") }
        }
    }

    private func put(_ bytes: [UInt8]) throws(SystemFailure) {
        try output.withLock { output throws(SystemFailure) in try output.write(bytes) }
    }
}
