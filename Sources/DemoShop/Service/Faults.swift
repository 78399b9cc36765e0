import Foundation
import Values

/// What happens to each page request; decided by the seed and the request's number alone.
public struct Faults: Sendable {
    private let configuration: ShopConfiguration
    private let seed: UInt64

    public init(_ configuration: ShopConfiguration, seed: UInt64) {
        self.configuration = configuration
        self.seed = seed
    }

    /// The fate of the `number`th page request, counted from 1.
    public func fate(ofRequest number: Int) -> Fate {
        var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(number)))
        let isError = random.unitInterval() < configuration.errorRate
        let isTail = random.unitInterval() < configuration.tail.rate
        let latency = configuration.latency
        let seconds = random.logNormal(median: latency.median / .seconds(1), sigma: latency.sigma)
        let delay = min(.seconds(seconds), longestService) + (isTail ? configuration.tail.extra : .zero)
        if let last = configuration.crashAfterRequests, number > last { return Fate(delay: .zero, ending: .crash) }
        return Fate(delay: delay, ending: isError ? .serverError : .page)
    }

    /// No page takes longer than this.
    var longestDelay: Duration { longestService + configuration.tail.extra }

    /// A log-normal has no largest value: it is cut at four standard deviations, and at ten minutes.
    private var longestService: Duration {
        min(configuration.latency.median * exp(4 * configuration.latency.sigma), .seconds(600))
    }

    /// How long a request takes and how it ends.
    public struct Fate: Sendable, Equatable {
        public let delay: Duration
        public let ending: Ending

        public init(delay: Duration, ending: Ending) {
            self.delay = delay
            self.ending = ending
        }
    }

    public enum Ending: Sendable, Equatable {
        /// The page, with status 200.
        case page
        /// Status 500.
        case serverError
        /// The process aborts: the request has been read and is never answered.
        case crash
    }
}
