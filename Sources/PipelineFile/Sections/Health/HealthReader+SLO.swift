import Delivery
import StrictYAML
import Values

extension HealthReader {
    /// A rule for each limit.
    static let slo = HealthReader(key: "slo", keys: ["errors", "p99"]) { reader, record in
        guard let record else { return [] }
        var (errors, p99) = (Share?.none, Duration?.none)
        reader.log.read(record["errors"], into: &errors, as: .share)
        reader.log.read(record["p99"], into: &p99, as: .time)
        if record["errors"] == nil, record["p99"] == nil, record.isUnderstood {
            reader.log.didNotUnderstand(record.field.path)
            reader.log.add(
                at: record.field, "an slo without limits", expectation: "write slo: { errors: 1%, p99: 300ms }")
        }
        return [errors.map(HealthRule.errorLimit), p99.map { .latencyLimit(p99: $0) }].compactMap { $0 }
    }
}
