import Judge

/// Why the request log can't be judged by: what it says, or doesn't say, is not what users experienced.
public enum LogTrouble: Equatable, Sendable, CustomStringConvertible {
    /// The router ends requests, and no line of its log comes.
    case silent(requests: Int)
    /// More lines came than the router has ended requests: somebody else writes them, or they come twice.
    case surplus(lines: Int)

    /// So many requests without a line are no coincidence.
    public static let silence = 10
    /// So many lines too many, and this share of all requests, are no stragglers of an earlier router.
    static let surplus = (lines: 20, share: 0.05)

    public var description: String {
        switch self {
        case .silent(let requests): "the request log is lost: the router ended \(requests) requests and logged none"
        case .surplus(let lines):
            "the request log can't be trusted: it has \(lines) lines more than the router ended requests"
        }
    }
}

extension Health {
    /// What is wrong with the source of the numbers; `nil` while nothing is.
    public var logTrouble: LogTrouble? {
        if silentRequests >= LogTrouble.silence { return .silent(requests: silentRequests) }
        let requests = stable.outcomes.requests + candidate.outcomes.requests
        let (lines, share) = LogTrouble.surplus
        guard surplusLines >= lines, Double(surplusLines) >= share * Double(requests) else { return nil }
        return .surplus(lines: surplusLines)
    }
}
