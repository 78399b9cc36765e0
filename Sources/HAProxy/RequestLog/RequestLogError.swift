/// Why the request log can't be received.
public enum RequestLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path is longer than the system allows for a Unix socket.
    case pathTooLong(String, limit: Int)
    /// Another process receives there.
    case inUse(String)
    /// Something that is no socket has the name.
    case notASocket(String)
    /// A system call went wrong.
    case unavailable(path: String, reason: String)

    public var description: String {
        switch self {
        case .pathTooLong(let path, let limit):
            "The path of the request log's socket, \(path), has more than \(limit) bytes. "
                + "Use a state directory with a shorter path."
        case .inUse(let path):
            "Another process already receives the request log at \(path). Stop it first."
        case .notASocket(let path):
            "\(path) is in the way: it is no socket. Remove it."
        case .unavailable(let path, let reason):
            "The request log can't be received at \(path): \(reason)."
        }
    }
}
