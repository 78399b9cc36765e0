import Foundation
import Subprocess
import Posix

/// Starts the small shell script that runs a durable command and outlives whoever started it.
enum Supervisor {
    /// Given to `/bin/sh -c` with the command's directory, its working directory, the file that holds its text,
    /// ``OutputKeeper/script``, the names of variables that hold secrets and what masks them as arguments, here and on
    /// hosts over SSH.
    ///
    /// It is a constant: nothing is ever pasted into it. It sets no variable before the command has ended, as one could
    /// change the command's environment, and calls programs by `command -p`, as the command's `PATH` could hide them.
    /// The command is started directly and not with `&`, which would make it ignore SIGINT for good. Signals to the
    /// group are caught, not ignored, as only then they are back to normal in the command. The command's text is in a
    /// file, as arguments can be read by everybody on the machine.
    ///
    /// Who cancels it before it runs signals nobody who listens yet, and would wait for the whole grace: a subshell, in
    /// which signals are back to normal, looks for the mark that is made before the first signal.
    ///
    /// What the command writes goes through the keeper. Its end is waited for, so that the output is whole when the
    /// status is there, but not for long, where it is masked a little longer: what the command left behind may hold its
    /// output open for good. How the command ended is written down as soon as there is room on the disk; where nothing may
    /// be written any more, nobody waits for it.
    static let script = """
        trap : HUP INT QUIT TERM USR1 USR2 PIPE
        if [ -e "$1/claim" ]; then command -p rm -f "$3"; echo adopted; exit; fi
        exec 3<>"$1/alive"
        (umask 077; echo "$$" >"$1/claim.$$")
        if command -p ln "$1/claim.$$" "$1/claim" 2>/dev/null; then echo started
        elif [ -e "$1/claim" ]; then echo adopted
        else echo "cannot make $1/claim"; fi
        command -p rm -f "$1/claim.$$"
        if [ "$(command -p cat "$1/claim")" != "$$" ]; then command -p rm -f "$3"; exit; fi
        exec >/dev/null 2>&1
        command -p mv -f "$3" "$1/script"
        (umask 077; command -p mkfifo "$1/pipe")
        exec 5<>"$1/pipe" 6<"$1/pipe" 4>"$1/pipe" 5>&-
        command -p rm -f "$1/pipe"
        trap '' HUP INT QUIT TERM USR1 USR2 PIPE
        command -p env SLIPWAY_COMMAND= "SLIPWAY_OUTPUT=$1" LC_ALL=C POSIXLY_CORRECT=1 \\
            /bin/sh -c "$4" slipway-output "$1" "$5" "$6" <&6 >/dev/null 2>&1 3>&- 4>&- 6<&- &
        trap : HUP INT QUIT TERM USR1 USR2 PIPE
        exec 6<&-
        (cd "$2" || exit 126; [ ! -e "$1/cancelled" ] || exit 143; exec /bin/sh "$1/script") </dev/null >&4 2>&1 3>&- 4>&-
        set -- "$1" "$?" "${5:+-160}"
        set -- "$1" "$2" "${3:-0}"
        exec 4>&-
        until [ -e "$1/drained" ] || [ -e "$1/cancelled" ] || [ "$3" -ge 40 ]; do
            set -- "$1" "$2" "$(($3 + 1))"
            command -p sleep 0.02
        done
        command -p rm -f "$1/drained"
        until (umask 077; echo "$2" >"$1/status.new" && command -p mv -f "$1/status.new" "$1/status") || [ ! -w "$1" ]
        do command -p sleep 1; done
        """

    /// Starts the supervisor in a session of its own and returns what it says of the claim, or why there is none.
    ///
    /// Cancelling the caller neither undoes the start nor ends the wait for it: whoever ends the command next has to
    /// find it. Throws `SubprocessError` when the shell cannot be started.
    ///
    /// - Parameter text: the file that holds the command's text; it becomes the command's own, or goes.
    static func launch(
        _ specification: DurableCommandSpecification, text: String, in directory: String
    ) async throws -> String {
        let (reports, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
        // Detached and never cancelled: it also reaps the supervisor, should that end before this process does.
        Task.detached {
            do {
                try await run(specification, text, in: directory) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        // In a task of its own, as a stream ends at once for whoever was cancelled.
        return try await Task { try await reports.first { _ in true } ?? "" }.value
    }

    private static func run(
        _ specification: DurableCommandSpecification, _ text: String, in directory: String, report: (String) -> Void
    ) async throws {
        var options = PlatformOptions()
        options.createSession = true
        let given = [directory, specification.workingDirectory.path, text, OutputKeeper.script]
        let arguments = [script, "slipway-supervisor"] + given + masking(specification)
        try Descriptors.verifyRoom()
        _ = try await Subprocess.run(
            .path(literal("/bin/sh")), arguments: Arguments(["-c"] + arguments),
            environment: environment(specification.environment), platformOptions: options,
            input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            var text: [UInt8] = []
            for try await chunk in execution.standardOutput {
                chunk.withUnsafeBytes { text.append(contentsOf: $0) }
                // What matters comes last.
                if text.count > mostWords { text.removeFirst(text.count - mostWords) }
            }
            report(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    private static let mostWords = 4096

    /// The names of variables that hold secrets, and what masks them; two empty words where there are none.
    static func masking(_ specification: DurableCommandSpecification) -> [String] {
        specification.secrets.isEmpty ? ["", ""] : [specification.secrets.joined(separator: " "), OutputMask.script]
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
