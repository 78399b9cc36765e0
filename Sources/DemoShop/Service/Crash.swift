import Foundation

/// The injected crash: a real one, of the whole process.
enum Crash {
    /// Ends the process by SIGABRT, at once; whatever was in progress is lost, as in a real crash.
    static func abortProcess() -> Never {
        // The runtime's own handler would first print a backtrace, for seconds, while connections hang.
        signal(SIGABRT, SIG_DFL)
        abort()
    }
}
