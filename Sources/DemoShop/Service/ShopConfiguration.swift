import Values

/// What the shop is told by its configuration file: its version, and the faults it shall have.
///
/// Without a file it is version `0.0.0`, fast and faultless. Shares are within `0...1`.
public struct ShopConfiguration: Sendable, Equatable {
    /// Shown in every answer and in the header `x-shop-version`: letters, digits and `. + - _`, 1 to 64 of them.
    public var version = "0.0.0"
    /// The share of page requests that are answered with status 500.
    public var errorRate = 0.0
    /// How long a page takes.
    public var latency = Latency()
    /// Some pages take this much longer.
    public var tail = Tail()
    /// The process aborts when it receives the page request after this many; `nil` for never.
    public var crashAfterRequests: Int?
    /// Memory in bytes that every page request keeps for good.
    public var leakBytesPerRequest = 0
    /// How long the shop listens without being ready; until then it answers everything with status 503.
    public var startDelay = Duration.zero
    /// Whether the process ends with an error instead of listening.
    public var failToStart = false
    /// What `/healthz` must be able to connect to.
    public var dependency: LoopbackAddress?

    public init() {}

    /// A log-normal service time.
    public struct Latency: Sendable, Equatable {
        public var median = Duration.zero
        /// The standard deviation of the logarithm; 0 makes every page take the median.
        public var sigma = 0.0

        public init(median: Duration = .zero, sigma: Double = 0) {
            self.median = median
            self.sigma = sigma
        }
    }

    /// A share of pages that take longer.
    public struct Tail: Sendable, Equatable {
        public var rate = 0.0
        public var extra = Duration.zero

        public init(rate: Double = 0, extra: Duration = .zero) {
            self.rate = rate
            self.extra = extra
        }
    }
}
