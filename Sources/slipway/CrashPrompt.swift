import Foundation

/// A crash on a terminal ends at once. Swift's runtime would ask there what to do, and hold the state directory's lock
/// until somebody answers; it reads its settings before any of our code can change them.
enum CrashPrompt {
    /// Keeps the runtime from asking, unless its settings were chosen in the environment.
    static func avoid() {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, getenv("SWIFT_BACKTRACE") == nil else { return }
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV, SIGQUIT] {
            var action = sigaction()
            #if canImport(Darwin)
                action.__sigaction_u.__sa_handler = tell
            #else
                action.__sigaction_handler.sa_handler = tell
            #endif
            // The second time it is the system's turn: returning does again what failed.
            action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND) | UInt32(SA_ONSTACK))
            sigaction(number, &action, nil)
        }
    }

    /// Only calls what may be called in a signal handler.
    private static let tell: @convention(c) (CInt) -> Void = { number in
        let text: StaticString =
            "slipway crashed; this is a mistake in slipway. SWIFT_BACKTRACE=enable=yes shows where.\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        raise(number)
    }
}
