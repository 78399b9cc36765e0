/// Prometheus' text-based exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum MetricsText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The families in their order; those without a number are left out.
    static func render(_ families: [MetricFamily]) -> String {
        families.filter { !$0.samples.isEmpty }.map(lines).joined()
    }

    private static func lines(_ family: MetricFamily) -> String {
        let head = """
            # HELP \(family.name) \(escaped(family.help, quotes: false))
            # TYPE \(family.name) \(family.kind.rawValue)

            """
        return family.samples.reduce(into: head) { $0 += line($1, of: family) }
    }

    private static func line(_ sample: MetricSample, of family: MetricFamily) -> String {
        let labels = sample.labels.map { "\($0.key)=\"\(escaped($0.value, quotes: true))\"" }
        let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(family.name)\(sample.suffix)\(list) \(text(sample.value))\n"
    }

    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    /// The format's three escapes; a carriage return is none of them and would end the line for some readers.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += " "
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
