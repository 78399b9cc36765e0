import Foundation
import Subprocess
import SystemCalls

/// Starts the small shell script that runs a durable command and outlives whoever started it.
enum Supervisor {
    /// Given to `/bin/sh -c` with the command's directory, its working directory and its text as arguments, here and on
    /// hosts over SSH.
    ///
    /// It is a constant: nothing is ever pasted into it. It sets no variable, as one could change the command's
    /// environment, and calls programs by `command -p`, as the command's `PATH` could hide them. It is started
    /// directly and not with `&`, which would make the command ignore SIGINT for good. Signals to the group are
    /// caught, not ignored, as only then they are back to normal in the command. How it ended is written down as soon as
    /// there is room on the disk.
    static let script = """
        trap : HUP INT QUIT TERM USR1 USR2 PIPE
        if [ -e "$1/claim" ]; then echo adopted; exit; fi
        exec 3<>"$1/alive" 4>>"$1/output"
        (umask 077; echo "$$" >"$1/claim.$$")
        if command -p ln "$1/claim.$$" "$1/claim" 2>/dev/null; then echo started
        elif [ -e "$1/claim" ]; then echo adopted
        else echo "cannot make $1/claim"; fi
        command -p rm -f "$1/claim.$$"
        if [ "$(command -p cat "$1/claim")" != "$$" ]; then exit; fi
        exec >/dev/null 2>&1
        (cd "$2" || exit 126; exec /bin/sh -c "$3") </dev/null >&4 2>&1 3>&- 4>&-
        set -- "$1" "$?"
        until [ ! -d "$1" ] || (umask 077; echo "$2" >"$1/status.new" && command -p mv -f "$1/status.new" "$1/status")
        do command -p sleep 1; done
        """

    /// Starts the supervisor in a session of its own and returns what it says of the claim, or why there is none.
    ///
    /// Cancelling the caller does not undo the start. Throws `SubprocessError` when the shell cannot be started.
    static func launch(_ specification: DurableCommandSpecification, in directory: String) async throws -> String {
        let (reports, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
        // Detached and never cancelled: it also reaps the supervisor, should that end before this process does.
        Task.detached {
            do {
                try await run(specification, in: directory) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await report in reports { return report }
        throw CancellationError()
    }

    private static func run(
        _ specification: DurableCommandSpecification, in directory: String, report: (String) -> Void
    ) async throws {
        var options = PlatformOptions()
        options.createSession = true
        let arguments = [
            script, "slipway-supervisor", directory, specification.workingDirectory.path, specification.script,
        ]
        try Descriptors.verifyRoom()
        _ = try await Subprocess.run(
            .path(literal("/bin/sh")), arguments: Arguments(["-c"] + arguments),
            environment: environment(specification.environment), platformOptions: options,
            input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            var text: [UInt8] = []
            for try await chunk in execution.standardOutput where text.count < 4096 {
                chunk.withUnsafeBytes { text.append(contentsOf: $0) }
            }
            report(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Raw bytes, as a dictionary would take names that differ only in how Unicode composes them for one.
    private static func environment(_ variables: [String: String]) -> Environment {
        .custom(variables.map { Array("\($0.key)=\($0.value)\0".utf8) })
    }

    /// A `FilePath` without a dependency on swift-system for this one.
    private static func literal<Path: ExpressibleByStringLiteral>(_ path: Path.StringLiteralType) -> Path {
        Path(stringLiteral: path)
    }
}
