import Delivery
import Judge
import Values

/// Customers of one environment: independent requests, split by what the router really does.
struct SimulatedTraffic: Sendable {
    /// On average; 0 is silence.
    let requestsPerSecond: Double
    var random: SplitMix64

    /// What a tick of this length brought.
    mutating func sample(
        of site: SimulatedSite, candidate: Slot, for duration: Duration, at now: Timestamp
    ) -> TrafficSample {
        let share = site.router.share(of: candidate, at: now)
        let requests = random.poisson(mean: requestsPerSecond * duration.seconds)
        let chosen = random.binomial(requests, share.fraction)
        let candidateOutcomes = outcomes(of: chosen, rate: site.errorRate(in: candidate, at: now))
        let stableOutcomes = outcomes(of: requests - chosen, rate: site.errorRate(in: candidate.other, at: now))
        return TrafficSample(
            duration: duration,
            dispatches: requests == 0
                ? [] : [Dispatch(share: share, stable: stableOutcomes, candidate: candidateOutcomes)],
            stableLatency: latencies(of: stableOutcomes, slow: site.isSlow(candidate.other) ? 0.1 : 0),
            candidateLatency: latencies(of: candidateOutcomes, slow: site.isSlow(candidate) ? 0.1 : 0),
            firstFailure: candidateOutcomes.bad == 0 ? nil : failure(at: now))
    }

    private mutating func outcomes(of requests: Int, rate: Double) -> Outcomes {
        Outcomes(requests: requests, bad: random.binomial(requests, rate))
    }

    private mutating func latencies(of outcomes: Outcomes, slow rate: Double) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        let slow = random.binomial(outcomes.good, rate)
        let tail = random.binomial(outcomes.good - slow, 0.05)
        histogram.record(.milliseconds(12), count: outcomes.good - slow - tail)
        histogram.record(.milliseconds(60), count: tail)
        histogram.record(.seconds(1), count: slow)
        return histogram
    }

    private func failure(at now: Timestamp) -> FailedRequest {
        FailedRequest(time: now, request: "GET /cart", status: 500, server: "candidate", termination: "--")
    }
}
