import Foundation

/// Writing to a connection that the other side has closed must be an error, not the end of the process.
enum BrokenPipe {
    /// Ignores SIGPIPE in the whole process: FlyingSocks writes without `MSG_NOSIGNAL`.
    static func ignore() {
        signal(SIGPIPE, SIG_IGN)
    }
}
