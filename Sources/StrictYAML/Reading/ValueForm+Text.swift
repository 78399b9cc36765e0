import Values
import Yams

extension ValueForm where Value == String {
    /// A text in one line.
    package static var line: Self { text("text in one line") { !$0.isInvisible } }

    /// A text that may have several lines, such as a script.
    package static var script: Self { text("text") { !$0.isInvisible || $0 == "\n" || $0 == "\t" } }

    private static func text(_ name: String, allowed: @escaping (Unicode.Scalar) -> Bool) -> Self {
        Self(name, advice: advice) { field in
            guard let text = field.text, !field.isOtherThanText, text.unicodeScalars.allSatisfy(allowed)
            else { return nil }
            return text
        }
    }

    private static func advice(for text: String) -> String {
        if text.isEmpty { return "write it after the key" }
        let isPlain = !text.unicodeScalars.contains(where: \.isInvisible)
        return isPlain ? "quote it: \(text.quoted)" : "write it without control characters"
    }
}

extension ValueForm where Value: RawRepresentable, Value.RawValue == String {
    /// A name; whether it is a good one is the pipeline's own rule.
    package static func name(_ what: String, _ make: @escaping (String) -> Value) -> Self {
        let line = ValueForm<String>.line
        return Self(what, advice: line.advice) { line.read($0).map(make) }
    }
}

extension Field {
    /// Whether other readers of YAML would take it for a number, a truth value, a date or nothing.
    fileprivate var isOtherThanText: Bool {
        [Tag.Name.int, .float, .bool, .null, .timestamp].map(\.rawValue).contains(node.tag.rawValue)
    }
}
