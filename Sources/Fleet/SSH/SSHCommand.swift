import Delivery
import Foundation
import Values

/// A durable command on a host over SSH: the same files and the same supervisor as ``DurableCommand``, and the same
/// promises. The connection may be lost and come back at any moment.
///
/// What waits, reconnects for as long as it takes. What acts, tries a few times and then throws
/// ``SSHError/unreachable(host:words:)``: whether it was done is then unknown, and it can be done again.
struct SSHCommand: HostCommand {
    let connection: SSHConnection
    let directory: URL
    /// How long a start may still take whose caller is cancelled.
    var patience = Duration.seconds(10)

    var path: String { directory.path }
    /// On the host; only the names are used.
    private var files: CommandFiles { CommandFiles(directory: path) }
    /// For messages.
    private var place: String { "\(path) on \(connection.host)" }

    /// Once it is under way, a caller that is cancelled waits for a while until it is decided on the host, so that
    /// ``cancel(grace:)`` finds the command.
    ///
    /// Throws ``DurableCommandError``, ``SSHError``, or `CancellationError`: what becomes of the command is then unknown.
    func start(_ specification: DurableCommandSpecification) async throws -> CommandStart {
        try Task.checkCancellation()
        try specification.validate()
        let decision = Task { try await decideStart(specification) }
        return try await withTaskCancellationHandler {
            try await decision.value
        } onCancel: {
            Task {
                try await Task.sleep(for: patience)
                decision.cancel()
            }
        }
    }

    private func decideStart(_ specification: DurableCommandSpecification) async throws -> CommandStart {
        let arguments =
            [path, specification.workingDirectory.path, Supervisor.script, OutputKeeper.script]
            + Supervisor.masking(specification)
        let environment = try RemoteEnvironment.encoded(
            specification.environment, script: specification.script)
        let answer = try await Persistence.keepTrying(atMost: 3) {
            try await connection.run(.start, arguments, input: .bytes(environment), isOneLine: true)
        }
        let line = String(decoding: answer.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        switch line {
        case "started": return .started
        case "adopted": return .adopted
        default:
            let reason = line.isEmpty ? "the shell ended without a word" : SSHConnection.readable(line)
            throw DurableCommandError.notLaunched(directory: place, reason: reason)
        }
    }

    /// Throws ``DurableCommandError/damaged(file:content:)`` or ``SSHError``.
    func state() async throws -> CommandState {
        try state(in: RemoteAnswer(try await connection.run(.look, [path])))
    }

    /// Throws ``DurableCommandError/damaged(file:content:)`` or ``SSHError``.
    func processGroup() async throws -> Int32? {
        let answer = try await connection.run(.claim, [path])
        if answer.isEmpty { return nil }
        let text = String(decoding: answer, as: UTF8.self)
        guard let group = ProcessGroup(text) else {
            throw DurableCommandError.damaged(file: files.claim, content: text)
        }
        return group.identifier
    }

    /// Throws ``DurableCommandError``, ``SSHError`` (never that the host can't be reached) or `CancellationError`.
    func wait() async throws -> CommandEnd {
        while true {
            let answer = try await Persistence.keepTrying {
                try await connection.run(.wait, [path], input: .tether)
            }
            switch try state(in: RemoteAnswer(answer)) {
            case .notStarted: throw DurableCommandError.notStarted(directory: place)
            case .ended(let end): return end
            // Seen in the moment in which the supervisor ends.
            case .running: try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Throws ``DurableCommandError/survived(directory:group:)``, ``DurableCommandError/damaged(file:content:)`` or
    /// ``SSHError``. A host that can't be reached meanwhile goes on with it by itself.
    func cancel(grace: Duration) async throws {
        let tenths = grace / .milliseconds(100)
        let answer = try await Persistence.keepTrying(atMost: 3) {
            try await connection.run(.cancel, [path, "\(Int(min(max(tenths.rounded(.up), 0), 1e9)))"])
        }
        let outcome = RemoteAnswer(answer)
        switch outcome.word {
        case "gone": return
        case "survived":
            throw DurableCommandError.survived(directory: place, group: try await processGroup())
        // Nothing was started; or the claim is damaged, which is thrown.
        default: _ = try state(in: outcome)
        }
    }

    func output(from offset: UInt64) -> any AsyncSequence<OutputChunk, any Error> & Sendable {
        SSHOutput(command: self, offset: offset)
    }

    /// What the command has written from byte `offset` on, as soon as there is something or it has ended, and whether
    /// it still ran. Waits for the host for as long as it takes.
    func read(from offset: UInt64, limit: Int) async throws -> (chunk: OutputChunk, isRunning: Bool) {
        // More than a shell can count there is in no file.
        let first = min(offset, UInt64(Int64.max) - 1)
        let answer = try await Persistence.keepTrying {
            try await connection.run(
                .follow, [path, "\(first)", "\(limit)"], input: .tether, limit: RemoteAnswer.firstLineLimit + limit)
        }
        let words = RemoteAnswer(answer).word.split(separator: " ")
        // At the end, and before the start, it is the byte that was asked for; that of a shell may be smaller.
        let start = words.count > 1 ? UInt64(words[1]) ?? offset : offset
        let chunk = OutputChunk(offset: max(start, offset), bytes: Array(RemoteAnswer(answer).rest))
        switch words.first.map(String.init) ?? "" {
        case "running": return (chunk, true)
        case "ended", "lost", "killed": return (chunk, false)
        case "none": throw DurableCommandError.notStarted(directory: place)
        case "damaged": throw DurableCommandError.damaged(file: files.claim, content: "no process group")
        default: throw unreadable(RemoteAnswer(answer), of: .follow)
        }
    }

    /// Throws ``DurableCommandError/damaged(file:content:)`` or ``SSHError/unreadable(host:purpose:answer:)``.
    private func state(in answer: RemoteAnswer) throws -> CommandState {
        let content = String(decoding: answer.rest, as: UTF8.self)
        switch answer.word {
        case "none": return .notStarted
        case "running": return .running
        case "lost": return .ended(.lost)
        case "killed": return .ended(.signalled(signal: SIGKILL))
        case "damaged": throw DurableCommandError.damaged(file: files.claim, content: content)
        case "ended":
            guard let end = CommandEnd(shellStatus: content) else {
                throw DurableCommandError.damaged(file: files.status, content: content)
            }
            return .ended(end)
        default: throw unreadable(answer, of: .look)
        }
    }

    func unreadable(_ answer: RemoteAnswer, of script: RemoteScript) -> SSHError {
        .unreadable(host: connection.host, purpose: script.purpose, answer: answer.word)
    }
}
