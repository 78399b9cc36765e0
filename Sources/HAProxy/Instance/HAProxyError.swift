import Delivery
import Values

/// Why HAProxy couldn't be set up, asked or steered.
public enum HAProxyError: Error, Hashable, Sendable {
    /// No program of that name on the search path.
    case notInstalled(searchPath: String)
    /// HAProxy couldn't be run at all.
    case notRunnable(reason: String)
    /// A value that can't be put into a configuration.
    case invalidConfiguration(String)
    /// `haproxy -c` found the configuration wrong; the message is HAProxy's own.
    case configurationRejected(message: String)
    /// HAProxy ended while starting; the message is HAProxy's own.
    case startFailed(message: String)
    /// It was started, but nothing answers on the runtime socket.
    case notReady(socket: String, reason: String)
    case listenAddressInUse(Endpoint)
    case listenNotPermitted(Endpoint)
    case listenImpossible(Endpoint, reason: String)
    case unresolvable(Endpoint, reason: String)
    case directoryUnusable(path: String, reason: String)
    case unsuitablePath(String, problem: String)
    case socketPathTooLong(path: String, limit: Int)
    /// A file of ours that could not be read: what it says is not known.
    case fileUnreadable(path: String, reason: String)
    /// The map file isn't what Slipway wrote, so who is stable is unknown.
    case splitFileUnreadable(path: String)
    /// Nothing answers on the runtime socket, or not in time.
    case runtimeUnavailable(socket: String, reason: String)
    /// HAProxy answered a command with something other than consent.
    case commandRefused(command: String, answer: String)
    /// HAProxy consented, but its state is not what was asked for.
    case notEffective(wanted: String, found: String)
    /// Nothing has been started from this directory by this value.
    case notStarted(directory: String)
    /// It didn't end, not even when killed.
    case stillRunning(processIdentifier: Int32)
}

extension HAProxyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notInstalled(let searchPath):
            "HAProxy is not installed: no “haproxy” in \(searchPath). Install HAProxy 2.6 or later "
                + "(Debian, Ubuntu: apt install haproxy; Fedora: dnf install haproxy; macOS: brew install haproxy)."
        case .notRunnable(let reason):
            "HAProxy could not be run: \(reason)."
        case .invalidConfiguration(let problem):
            "HAProxy can't be configured like this: \(problem)."
        case .configurationRejected(let message):
            "HAProxy finds the configuration wrong; the one in use is unchanged. It says:\n\(message)"
        case .startFailed(let message):
            "HAProxy did not start. It says:\n\(message)"
        case .notReady(let socket, let reason):
            "HAProxy was started, but does not answer at \(socket): \(reason)."
        case .listenAddressInUse(let endpoint):
            "Another program listens on \(endpoint). Stop it, or change “listen” in the pipeline file."
        case .listenNotPermitted(let endpoint):
            "This user may not listen on \(endpoint). Ports below 1024 need privileges: use a higher one."
        case .listenImpossible(let endpoint, let reason):
            "HAProxy can't listen on \(endpoint): \(reason)."
        case .unresolvable(let endpoint, let reason):
            "The address of \(endpoint) can't be found: \(reason)."
        case .directoryUnusable(let path, let reason):
            "HAProxy's files can't be written to \(path): \(reason). Give a state directory that is yours to write."
        case .unsuitablePath(let path, let problem):
            "HAProxy can't use the directory “\(path)”: \(problem). Choose another state directory."
        case .socketPathTooLong(let path, let limit):
            "The path of the socket \(path) has \(path.utf8.count) bytes, and at most \(limit) are possible. "
                + "Use a state directory with a shorter path."
        case .fileUnreadable(let path, let reason):
            "\(path) could not be read (\(reason)). Nothing was changed."
        case .splitFileUnreadable(let path):
            "\(path) does not say which slot is stable. Nothing was changed; "
                + "remove the file only if no release is under way."
        case .runtimeUnavailable(let socket, let reason):
            "HAProxy does not answer at \(socket): \(reason). See whether it runs."
        case .commandRefused(let command, let answer):
            "HAProxy refused “\(command)”: \(answer)"
        case .notEffective(let wanted, let found):
            "HAProxy took the commands, but \(wanted) was wanted and \(found) is what it has."
        case .notStarted(let directory):
            "No HAProxy has been started from \(directory) yet."
        case .stillRunning(let processIdentifier):
            "HAProxy (process \(processIdentifier)) does not end."
        }
    }
}
