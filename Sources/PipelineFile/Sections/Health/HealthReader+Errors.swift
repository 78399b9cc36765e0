import Delivery
import StrictYAML
import Values

extension HealthReader {
    static let errors = HealthReader(key: "errors", keys: ["worse-by", "tolerance"]) { reader, record in
        var (worseBy, tolerance) = (ErrorRule.standard.worseBy, ErrorRule.standard.tolerance)
        reader.log.read(record?["worse-by"], into: &worseBy, as: .factor)
        reader.log.read(record?["tolerance"], into: &tolerance, as: .share)
        return [.errors(worseBy: worseBy, tolerance: tolerance)]
    }
}

extension ErrorRule {
    /// Where the file gives no numbers.
    static let standard = ErrorRule(worseBy: 1.5, tolerance: Share(basisPoints: 5))
}
