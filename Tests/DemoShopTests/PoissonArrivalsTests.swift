import DemoShop
import Testing

@Suite struct PoissonArrivalsTests {
    /// In a Poisson process the counts of equal windows have the same mean and variance: rate times width.
    @Test("Counts a second have the mean and the variance of a Poisson distribution", arguments: [3.0, 50.0, 250.0])
    func meanAndVariance(rate: Double) {
        let windows = 2000
        var counts = [Double](repeating: 0, count: windows)
        for arrival in PoissonArrivals(rate: rate, seed: 11) {
            guard arrival < .seconds(windows) else { break }
            counts[Int(arrival.components.seconds)] += 1
        }
        let mean = counts.reduce(0, +) / Double(windows)
        let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(windows - 1)
        // Five standard errors: of the mean, and of a variance estimated from this many windows.
        #expect(abs(mean - rate) < 5 * (rate / Double(windows)).squareRoot())
        #expect(
            abs(variance / rate - 1) < 5 * (2 / Double(windows)).squareRoot() + 1 / rate / Double(windows).squareRoot())
    }

    @Test("Arrivals never go back, and the same seed repeats them")
    func order() {
        let arrivals = Array(PoissonArrivals(rate: 100, seed: 5).prefix(5000))
        #expect(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(arrivals == Array(PoissonArrivals(rate: 100, seed: 5).prefix(5000)))
        #expect(arrivals != Array(PoissonArrivals(rate: 100, seed: 6).prefix(5000)))
    }
}
