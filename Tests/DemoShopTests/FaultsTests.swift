import DemoShop
import Testing
import Values

@Suite struct FaultsTests {
    private static let requests = 20_000

    private func fates(seed: UInt64 = 3, _ change: (inout ShopConfiguration) -> Void) -> [Faults.Fate] {
        let faults = Faults(.version("1", change), seed: seed)
        return (1...Self.requests).map(faults.fate(ofRequest:))
    }

    @Test("Errors come at the configured rate", arguments: [0.001, 0.05, 0.5])
    func errorRate(rate: Double) {
        let errors = fates { $0.errorRate = rate }.filter { $0.ending == .serverError }.count
        let expected = rate * Double(Self.requests)
        #expect(abs(Double(errors) - expected) < 5 * (expected * (1 - rate)).squareRoot())
    }

    @Test("Without faults every request gets its page, and with rate 1 none does")
    func extremes() {
        #expect(fates { _ in }.allSatisfy { $0 == Faults.Fate(delay: .zero, ending: .page) })
        #expect(fates { $0.errorRate = 1 }.allSatisfy { $0.ending == .serverError })
    }

    @Test("The seed and the number decide alone")
    func determinism() {
        let change: (inout ShopConfiguration) -> Void = { $0.errorRate = 0.3 }
        #expect(fates(change) == fates(change))
        #expect(fates(change) != fates(seed: 4, change))
        let faults = Faults(.version("1", change), seed: 3)
        #expect((1...100).reversed().map(faults.fate(ofRequest:)).reversed() == Array(fates(change).prefix(100)))
    }

    @Test("Half of the pages take longer than the median, and the tail comes on top")
    func latency() {
        let delays = fates {
            $0.latency = .init(median: .milliseconds(4), sigma: 0.4)
            $0.tail = .init(rate: 0.1, extra: .seconds(1))
        }.map(\.delay)
        let tail = delays.filter { $0 >= .seconds(1) }.count
        let slow = delays.filter { $0 > .milliseconds(4) && $0 < .seconds(1) }.count
        #expect((1800...2200).contains(tail))
        #expect((8600...9400).contains(slow))
        #expect(delays.min().map { $0 > .zero } == true)
    }

    @Test("The crash strikes the request after the last allowed one")
    func crash() {
        let faults = Faults(.version("1") { $0.crashAfterRequests = 200 }, seed: 1)
        #expect(faults.fate(ofRequest: 200).ending == .page)
        #expect(faults.fate(ofRequest: 201).ending == .crash)
        #expect(faults.fate(ofRequest: 202).ending == .crash)
    }
}
