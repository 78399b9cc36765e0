import Foundation
import Posix

/// A shell command that lives in a directory rather than in the process that started it.
///
/// It runs in a session of its own under a small supervisor, with its output and its exit status in files. Anyone who
/// knows the directory can follow, await and cancel it: after a crash of the executor, from another process, any
/// number of times. It is never run twice, however often and from wherever it is started.
public struct DurableCommand: Sendable {
    /// The command's own directory (0700), made when it is started.
    public let directory: URL

    /// The command that was or will be started in `directory`, an absolute file URL.
    public init(directory: URL) {
        self.directory = directory
    }

    var files: CommandFiles { CommandFiles(directory: directory.standardizedFileURL.path) }
    var presence: SupervisorPresence { SupervisorPresence(fifo: files.alive) }

    /// The environment variable by which the command's processes can be told from others; holds the directory.
    static let mark = "SLIPWAY_COMMAND"
    /// The same for the ``OutputKeeper``, which is not the command's and outlives it for a moment.
    static let keeperMark = "SLIPWAY_OUTPUT"

    /// Starts the command and returns at once, or adopts the one that was started here before.
    ///
    /// Its standard input is empty. Cancelling the caller does not take a start back; once one is under way, it returns
    /// when it is decided, so that ``cancel(grace:)`` finds the command.
    /// Throws ``DurableCommandError``, ``SystemCallError``, or `SubprocessError`; the command then did not run.
    public func start(_ specification: DurableCommandSpecification) async throws -> CommandStart {
        try Task.checkCancellation()
        try specification.validate()
        if try files.claimant() != nil { return .adopted }
        try files.prepare()
        var marked = specification
        marked.environment[Self.mark] = files.directory
        let text = "\(files.script).\(UUID().uuidString)"
        try PrivateFile.write(Array("\(specification.script)\n".utf8), to: text)
        let said = try await Supervisor.launch(marked, text: text, in: files.directory)
        // The command's variables may make every program complain, this one too (LD_PRELOAD).
        let lines = said.split(whereSeparator: \.isNewline)
        if lines.contains("started") { return .started }
        if lines.contains("adopted") { return .adopted }
        let reason = said.isEmpty ? "the shell ended without a word" : said
        throw DurableCommandError.notLaunched(directory: files.directory, reason: reason)
    }

    /// Where the command is now. Throws ``DurableCommandError/damaged(file:content:)`` or ``SystemCallError``.
    public func state() throws -> CommandState {
        if let outcome = try files.outcome() { return .ended(outcome) }
        guard try files.claimant() != nil else { return .notStarted }
        if try presence.isHeld() { return .running }
        // The status is written before the supervisor lets go: only now is it certain that none will follow.
        if let outcome = try files.outcome() { return .ended(outcome) }
        return .ended(PrivateFile.exists(files.cancelled) ? .signalled(signal: SIGKILL) : .lost)
    }

    /// Returns how the command ended, when it has. Processes that it left behind are not waited for.
    ///
    /// Throws ``DurableCommandError`` (such as `notStarted`), ``SystemCallError`` or `CancellationError`.
    public func wait() async throws -> CommandEnd {
        while true {
            switch try state() {
            case .notStarted: throw DurableCommandError.notStarted(directory: files.directory)
            case .ended(let outcome): return outcome
            case .running: try await presence.waitUntilReleased()
            }
        }
    }
}
