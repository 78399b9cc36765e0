import Foundation

/// What customers have met, as it is written to the report file.
///
/// At every moment `sent == ok + failed + inFlight`, in the totals and over all versions; `skipped` comes on top.
public struct CustomerReport: Codable, Equatable, Sendable {
    /// The version of this format.
    public let format: Int
    /// Where requests went: `HOST:PORT`.
    public let target: String
    /// How long it has been going on, in milliseconds.
    public let elapsedMilliseconds: Int64
    /// Whether this is the last report: nothing is in flight any more.
    public let finished: Bool
    public let totals: Totals
    /// By the version that answered, from the header `x-shop-version`; `unknownVersion` where there was no answer, or it
    /// did not come from the shop.
    public let versions: [String: Results]
    /// One entry a second since the start; the most recent 600.
    public let seconds: [Second]

    /// The key in `versions` for failures that no version can be blamed for by itself.
    public static let unknownVersion = "unknown"

    /// Everything since the start.
    public struct Totals: Codable, Equatable, Sendable {
        /// Requests that were begun.
        public let sent: Int
        /// Arrivals for which none was begun, because too many were unanswered.
        public let skipped: Int
        /// Requests without an outcome yet.
        public let inFlight: Int
        /// Requests that had an outcome.
        public let results: Results
    }

    /// Outcomes of requests.
    public struct Results: Codable, Equatable, Sendable {
        /// Complete answers with a status below 400.
        public let ok: Int
        /// Everything else: complete answers with a status from 400 up, and requests without a complete answer.
        public let failed: Int
        /// Complete answers by status.
        public let byStatus: [Int: Int]
        /// Requests without a complete answer.
        public let withoutAnswer: [FailureKind: Int]
        /// Of complete answers.
        public let latency: LatencySummary
    }

    /// One second: requests by when they arrived, and outcomes by when they were known.
    public struct Second: Codable, Equatable, Sendable {
        /// Since the start, from 0.
        public let second: Int
        public var sent = 0
        public var ok = 0
        public var failed = 0
        public var skipped = 0

        init(second: Int) {
            self.second = second
        }
    }
}
