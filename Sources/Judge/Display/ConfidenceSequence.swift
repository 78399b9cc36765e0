/// Bands to draw around measured values that stay right however long one watches.
///
/// With probability 1 − α the true value is inside at *all* times at once. They are for the eye only: decisions are
/// made on evidence, which is far sharper.
public enum ConfidenceSequence {
    /// The band for a rate of bad requests, from Robbins' mixture with a Beta(½, ½) prior: all rates that the
    /// mixture's e-process does not reject. Everything, 0…1, without requests.
    ///
    /// - Parameter level: α, the chance that the true rate ever leaves the band; inside 0…1.
    public static func rate(of outcomes: Outcomes, level: Double) -> ClosedRange<Double> {
        guard outcomes.requests > 0 else { return 0...1 }
        let mixture = BernoulliMixture(alpha: 0.5, beta: 0.5)
        let limit = logThreshold(level)
        let observed = Double(outcomes.bad) / Double(outcomes.requests)
        let isOutside = { (rate: Double) in mixture.logEvidence(outcomes, against: rate) >= limit }
        let low = outcomes.bad == 0 ? 0 : bisect(inside: observed, outside: 0, isOutside)
        let high = outcomes.good == 0 ? 1 : bisect(inside: observed, outside: 1, isOutside)
        return min(low, observed)...max(high, observed)
    }

    /// The ranks whose latencies bracket a quantile, out of `count` requests: at rank `lowerBound` and at rank
    /// `upperBound + 1`. A bound of 0 or of `count` leaves that side open.
    ///
    /// - Parameter level: α, the chance that the true quantile is ever outside; inside 0…1.
    public static func ranks(ofQuantile fraction: Double, count: Int, level: Double) -> ClosedRange<Int> {
        guard count > 0, fraction > 0, fraction < 1 else { return 0...max(count, 0) }
        let total = Outcomes(requests: count, bad: 0).requests
        let mixture = BernoulliMixture(alpha: 50 * fraction, beta: 50 * (1 - fraction))
        let limit = logThreshold(level)
        let isInside = { (rank: Int) in
            mixture.logEvidence(Outcomes(requests: total, bad: rank), against: fraction) < limit
        }
        let middle = Int((Double(total) * fraction).rounded(.toNearestOrEven))
        return lastInside(from: middle, to: 0, isInside)...lastInside(from: middle, to: total, isInside)
    }

    /// How far a measured distribution function can be from the true one, anywhere (Howard and Ramdas,
    /// arXiv 1906.09712). More than 1, which says nothing, for few requests.
    ///
    /// - Parameter level: α, the chance that it is ever farther; inside 0…1.
    public static func distributionRadius(count: Int, level: Double) -> Double {
        guard count > 0 else { return .greatestFiniteMagnitude }
        let size = Double(count)
        let iterated = RealFunctions.log(1 + RealFunctions.log(size))
        let spread = 0.8 * (RealFunctions.log(1612) + logThreshold(level))
        return 0.85 * ((iterated + spread) / size).squareRoot()
    }

    private static func logThreshold(_ level: Double) -> Double {
        -RealFunctions.log(level.clamped(to: 1e-300...1))
    }

    /// The edge between a point that is inside and one that is outside, to the last digit.
    private static func bisect(inside: Double, outside: Double, _ isOutside: (Double) -> Bool) -> Double {
        var (near, far) = (inside, outside)
        for _ in 0..<200 {
            let middle = (near + far) / 2
            if isOutside(middle) { far = middle } else { near = middle }
        }
        return (near + far) / 2
    }

    private static func lastInside(from start: Int, to end: Int, _ isInside: (Int) -> Bool) -> Int {
        if isInside(end) { return end }
        var (inside, outside) = (start, end)
        while abs(outside - inside) > 1 {
            let middle = (inside + outside) / 2
            if isInside(middle) { inside = middle } else { outside = middle }
        }
        return inside
    }
}
