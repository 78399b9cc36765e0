import Delivery
import Values

/// Who sees which version: what HAProxy's map holds, in its file and in the running process.
public struct TrafficSplit: Hashable, Sendable {
    /// The slot whose version users have.
    public var stable: Slot
    /// The slot whose version is being released.
    public var candidate: Slot { stable.other }
    /// The candidate's share of requests, while the lease lasts.
    public var share: Share
    /// Until when the share holds, in whole seconds; past it HAProxy itself sends everything to stable.
    public var lease: Timestamp

    /// Everything to the stable slot, and no lease.
    public init(stable: Slot) {
        self.init(stable: stable, share: .none, lease: Timestamp(milliseconds: 0))
    }

    /// The lease is cut to whole seconds: it ends a little early rather than a little late.
    public init(stable: Slot, share: Share, lease: Timestamp) {
        self.stable = stable
        self.share = share
        self.lease = Timestamp(milliseconds: max(0, lease.milliseconds) / 1000 * 1000)
    }
}

/// The keys of the map.
enum SplitKey {
    static let stableBackend = "stable-backend"
    static let candidate = "candidate"
    static let lease = "lease"
    static let candidateBackend = "candidate-backend"
}

extension TrafficSplit {
    /// Key and value in the order in which they have to be written; see the rules that read them.
    ///
    /// On a promotion the new stable slot comes first: from then on both sides are right. The share goes before the
    /// lease, so that a new lease never revives an old share. The candidate's slot changes last, when nothing goes
    /// there any more.
    var entries: [(key: String, value: String)] {
        [
            (SplitKey.stableBackend, stable.rawValue),
            (SplitKey.candidate, String(share.basisPoints)),
            (SplitKey.lease, String(lease.milliseconds / 1000)),
            (SplitKey.candidateBackend, candidate.rawValue),
        ]
    }

    /// The text of the map file.
    var fileText: String { entries.map { "\($0.key) \($0.value)\n" }.joined() }

    /// The commands for the runtime socket that make a running HAProxy follow.
    func commands(map: String) -> [String] {
        entries.map { "set map \(map) \($0.key) \($0.value)" }
    }

    /// From `KEY VALUE` lines; what comes before the key (`show map` begins with an address) is passed over.
    ///
    /// `nil` when a key is missing, or a value isn't what Slipway writes.
    package init?(text: some StringProtocol) {
        guard let values = Self.values(in: text),
            let stable = values[Substring(SplitKey.stableBackend)].flatMap({ Slot(rawValue: String($0)) }),
            let share = values[Substring(SplitKey.candidate)].flatMap({ Int($0) }), (0...10_000).contains(share),
            let lease = values[Substring(SplitKey.lease)].flatMap({ Int64($0) }),
            (0...Self.latestLease).contains(lease),
            values[Substring(SplitKey.candidateBackend)] == Substring(stable.other.rawValue)
        else { return nil }
        self.init(
            stable: stable, share: Share(basisPoints: share), lease: Timestamp(milliseconds: lease * 1000))
    }

    /// Who gets all but the candidate's share, whatever else the map says.
    static func stable(inMap text: some StringProtocol) -> Slot? {
        values(in: text)?[Substring(SplitKey.stableBackend)].flatMap { Slot(rawValue: String($0)) }
    }

    private static func values(in text: some StringProtocol) -> [Substring: Substring]? {
        var values: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").suffix(2)
            guard let key = words.first, let value = words.last, words.count == 2 else { return nil }
            values[Substring(key)] = Substring(value)
        }
        return values
    }

    /// The last second whose milliseconds can be counted.
    private static let latestLease = Int64.max / 1000
}
