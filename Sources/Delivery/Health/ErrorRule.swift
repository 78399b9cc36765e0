import Judge
import Values

/// The candidate's error rate against stable's: unhealthy when above `worseBy` × stable's + `tolerance`.
public struct ErrorRule: Equatable, Sendable, HealthRuleKind {
    public var worseBy: Double
    public var tolerance: Share

    public init(worseBy factor: Double, tolerance: Share) {
        worseBy = factor
        self.tolerance = tolerance
    }

    static let name = "errors"
    static let subject = HealthSubject.errors

    func faults(at path: FieldPath) -> [FieldFault] {
        let place = path.key("errors")
        let factor = FieldFault(
            at: place.key("worse-by"), "a factor of \(worseBy) can't be used", remedy: "write one from 1x to 1000x")
        return [
            (1...1000).contains(worseBy) ? nil : factor,
            tolerance < .all ? nil : .uselessLimit(tolerance, at: place.key("tolerance")),
        ].compactMap { $0 }
    }

    var test: EvidenceTest { .againstStable(.errorRollback(worseBy: worseBy, tolerance: tolerance.fraction)) }

    func measurement(in health: Health) -> Measurement {
        .errors(health.candidate.outcomes, stable: health.stable.outcomes)
    }

    var limit: MeasurementLimit { .comparedWithStable(worseBy: worseBy, tolerance: tolerance) }
}
