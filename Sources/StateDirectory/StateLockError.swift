/// Why the lock of a state directory can't be had.
public enum StateLockError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A living executor has it; who, unless it is only just starting.
    case held(by: LockHolder?, path: String)
    /// The system refuses: what it says.
    case unavailable(path: String, detail: String)

    public var description: String {
        switch self {
        case .held(let holder, let path):
            """
            another executor works here (\(holder?.description ?? "it is just starting")) and holds \(path); \
            watch it with 'slipway watch', or end it first
            """
        case .unavailable(let path, let detail):
            "can't lock \(path) (\(detail)); use a directory on a local disk that you can write to, with --state"
        }
    }
}
