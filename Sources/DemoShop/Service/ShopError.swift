import Values

/// Why the shop does not serve.
public enum ShopError: Error, Equatable, CustomStringConvertible {
    case toldToFail(version: String)
    case cannotServe(port: UInt16, reason: String)
    case unanswered(requests: Int, after: Duration)

    public var description: String {
        switch self {
        case .toldToFail(let version):
            "shop \(version) does not start: its configuration says failToStart"
        case .cannotServe(let port, let reason):
            "cannot serve on 127.0.0.1:\(port): \(reason); is another process listening there?"
        case .unanswered(let requests, let grace):
            "stopped with \(requests) requests unanswered after \(grace); allow more time to finish them"
        }
    }
}
