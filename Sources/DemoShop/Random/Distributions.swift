import Foundation
import Values

extension SplitMix64 {
    /// A waiting time of a Poisson process that has `rate` events a second: exponential, mean `1 / rate` seconds.
    mutating func exponential(rate: Double) -> Double {
        -log(1 - unitInterval()) / rate
    }

    /// A log-normal number: `median · exp(sigma · N(0, 1))`, the usual shape of service times.
    mutating func logNormal(median: Double, sigma: Double) -> Double {
        median * exp(sigma * standardNormal())
    }

    /// Box and Muller's transform (1958); the second number of the pair is not kept.
    private mutating func standardNormal() -> Double {
        let radius = sqrt(-2 * log(1 - unitInterval()))
        return radius * cos(2 * .pi * unitInterval())
    }
}
