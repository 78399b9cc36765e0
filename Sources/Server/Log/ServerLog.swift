import Delivery
import Dispatch
import Posix
import Synchronization
import Values

/// The log of a server: one line for each thing worth telling.
///
/// Writing never waits and never fails. Lines that can't be written, because the disk is full or whoever reads the
/// output is stuck, are counted; the first line that can be written again says how many are missing and why. Until then
/// that is the log's ``trouble``, of which somebody else has to tell.
public final class ServerLog: Sendable {
    private let now: @Sendable () -> Timestamp
    private let queue = DispatchQueue(label: "slipway.log")
    private let state = Mutex(State())
    private let place: String
    private let troubled: @Sendable (_ trouble: String) -> Void
    /// Taken on the queue only, so that nobody else waits for a slow disk.
    private let output: Mutex<any LogOutput>

    private struct State {
        var waiting = 0
        var lost = 0
        /// Of the lost ones, those that no line has told of yet.
        var untold = 0
        var reason = ""

        /// Whether it is the first one that is lost since one was written.
        mutating func lose(for reason: String) -> Bool {
            lost += 1
            untold += 1
            self.reason = reason
            return untold == 1
        }
    }

    /// How many lines may wait for a slow disk.
    private static let mostWaiting = 10_000

    /// - Parameters:
    ///   - configuration: the file; `nil` for standard output. The process must ignore SIGPIPE then.
    ///   - now: the wall clock.
    ///   - troubled: hears once that lines are being lost, each time that this begins.
    /// - Throws: ``ServerLogError`` when the file can't be written to.
    public convenience init(
        _ configuration: LogConfiguration?, now: @escaping @Sendable () -> Timestamp,
        troubled: @escaping @Sendable (_ trouble: String) -> Void = { _ in }
    ) throws(ServerLogError) {
        var output: any LogOutput = configuration.map { RotatingFile($0) } ?? StandardOutput()
        do {
            try output.open()
        } catch {
            throw ServerLogError(path: configuration?.path ?? "", reason: "\(error)")
        }
        self.init(output, at: configuration?.path ?? "standard output", now: now, troubled: troubled)
    }

    init(
        _ output: sending any LogOutput, at place: String, now: @escaping @Sendable () -> Timestamp,
        troubled: @escaping @Sendable (_ trouble: String) -> Void
    ) {
        self.output = Mutex(output)
        self.place = place
        self.now = now
        self.troubled = troubled
    }

    /// That lines are being lost and why; `nil` while they are written.
    public var trouble: String? {
        state.withLock { $0.untold > 0 ? trouble(for: $0.reason) : nil }
    }

    private func trouble(for reason: String) -> String { "the log can't be written to \(place): \(reason)" }

    private func lose(for reason: String) {
        guard state.withLock({ $0.lose(for: reason) }) else { return }
        // Nobody who writes waits, also not for whoever hears of it.
        DispatchQueue.global().async { [self] in troubled(trouble(for: reason)) }
    }

    /// How many lines were lost since the server was started.
    public var lostLines: Int { state.withLock(\.lost) }

    /// Writes a line soon; characters that a terminal would act on are escaped.
    public func write(_ level: LogLevel, _ text: String) {
        let line = LogLine(time: now(), level: level, text: text)
        let isAdmitted = state.withLock { state in
            guard state.waiting < Self.mostWaiting else { return false }
            state.waiting += 1
            return true
        }
        guard isAdmitted else { return lose(for: "more lines than can be written") }
        queue.async { [self] in put(line) }
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
        do throws(SystemCallError) {
            if untold > 0 {
                let text = "\(untold) line\(untold == 1 ? " was" : "s were") lost here: \(reason)"
                try put(LogLine(time: line.time, level: .warning, text: text).bytes)
                state.withLock { $0.untold -= untold }
            }
            try put(line.bytes)
        } catch {
            lose(for: "\(error)")
        }
    }

    private func put(_ bytes: [UInt8]) throws(SystemCallError) {
        try output.withLock { output throws(SystemCallError) in try output.write(bytes) }
    }
}

/// The file for a server's log can't be used.
public struct ServerLogError: Error, Equatable, Sendable, CustomStringConvertible {
    let path: String
    /// What the system says.
    let reason: String

    public var description: String {
        "the log can't be written to \(path) (\(reason)); make its directory, or give another file in log:"
    }
}
