/// Numbers of one kind, as Prometheus collects them.
///
/// Names are part of the program, so that nothing from outside can become one; only values of labels come from
/// elsewhere.
public struct MetricFamily: Sendable {
    /// What the numbers are.
    public enum Kind: String, Sendable {
        /// It only rises, from 0 when the process was started.
        case counter
        case gauge
        /// How many observations fell below each of some bounds.
        case histogram
    }

    let name: StaticString
    let kind: Kind
    let help: String
    let samples: [MetricSample]

    /// - Parameters:
    ///   - name: letters, digits and `_`; with its unit, and `_total` for a counter.
    ///   - help: what is measured, in one sentence.
    public init(_ name: StaticString, _ kind: Kind, help: String, _ samples: [MetricSample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }
}

/// One number of a family, told from the others by its labels.
public struct MetricSample: Sendable {
    let labels: KeyValuePairs<StaticString, String>
    let value: Double
    /// What a histogram's sample is called beyond the family's name.
    let suffix: StaticString

    public init(_ labels: KeyValuePairs<StaticString, String>, _ value: Double) {
        self.init(labels, value, suffix: "")
    }

    public init(_ labels: KeyValuePairs<StaticString, String>, _ value: some BinaryInteger) {
        self.init(labels, Double(value), suffix: "")
    }

    init(_ labels: KeyValuePairs<StaticString, String>, _ value: Double, suffix: StaticString) {
        self.labels = labels
        self.value = value
        self.suffix = suffix
    }
}
