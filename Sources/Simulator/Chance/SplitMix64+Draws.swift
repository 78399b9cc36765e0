import Foundation
import Values

extension SplitMix64 {
    /// True with this probability.
    mutating func chance(_ probability: Double) -> Bool {
        unitInterval() < probability
    }

    /// A duration within the bounds, in whole milliseconds.
    mutating func duration(_ bounds: ClosedRange<Int64>) -> Duration {
        .milliseconds(Int64.random(in: bounds, using: &self))
    }

    /// One of the choices; `nil` when there are none.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice? {
        choices.randomElement(using: &self)
    }

    /// How many of independent rare things happened, when `mean` are to be expected.
    mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 30 else { return max(0, Int((mean + normal() * mean.squareRoot()).rounded())) }
        let limit = exp(-mean)
        var product = unitInterval()
        var count = 0
        while product > limit {
            product *= unitInterval()
            count += 1
        }
        return count
    }

    /// How many of `trials` succeed, each with this probability.
    mutating func binomial(_ trials: Int, _ probability: Double) -> Int {
        guard trials > 0, probability > 0 else { return 0 }
        guard probability <= 0.5 else { return trials - binomial(trials, 1 - probability) }
        let mean = Double(trials) * probability
        guard mean < 30 else {
            let drawn = mean + normal() * (mean * (1 - probability)).squareRoot()
            return min(max(0, Int(drawn.rounded())), trials)
        }
        return rareSuccesses(trials, probability)
    }

    /// Jumps from success to success, each a geometric distance away.
    private mutating func rareSuccesses(_ trials: Int, _ probability: Double) -> Int {
        let scale = log(1 - probability)
        var position = 0.0
        var count = 0
        while true {
            position += (log(1 - unitInterval()) / scale).rounded(.down) + 1
            guard position <= Double(trials) else { return count }
            count += 1
        }
    }

    /// A standard normal number, by Box and Muller.
    private mutating func normal() -> Double {
        (-2 * log(1 - unitInterval())).squareRoot() * cos(2 * .pi * unitInterval())
    }
}
