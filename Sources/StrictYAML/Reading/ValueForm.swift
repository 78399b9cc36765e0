import Values
import Yams

/// How a kind of value is written: what it is called, how it is read, and what to write instead of what it is not.
package struct ValueForm<Value> {
    /// With its article, as in "expected a time".
    package let name: String
    /// `nil` when the text is no such value.
    package let read: (Field) -> Value?
    /// Advice for a text that is no such value.
    package let advice: (String) -> String

    /// A value that is read from the characters alone.
    package init(_ name: String, advice: String, read: @escaping (String) -> Value?) {
        self.init(name, advice: { _ in advice }, read: { $0.text.flatMap(read) })
    }

    package init(_ name: String, advice: @escaping (String) -> String, read: @escaping (Field) -> Value?) {
        self.name = name
        self.advice = advice
        self.read = read
    }
}

extension ValueForm where Value == Duration {
    package static var time: Self {
        Self(
            "a time", advice: "write numbers with units, such as 350ms, 10s, 2m or 1h30m", read: Duration.init(written:)
        )
    }
}

extension ValueForm where Value == Share {
    package static var share: Self {
        Self("a share", advice: "write one from 0% to 100%, such as 5% or 0.05%", read: Share.init(written:))
    }
}

extension ValueForm where Value == Double {
    package static var factor: Self {
        Self("a factor", advice: "write how many times, such as 1.5x", read: Double.init(factor:))
    }
}

extension ValueForm where Value == ByteCount {
    package static var size: Self {
        Self("a size", advice: "write one such as 64KiB, 10MiB or 1GiB", read: ByteCount.init(written:))
    }
}

extension ValueForm where Value == Endpoint {
    package static var endpoint: Self {
        Self("an address", advice: "write ADDRESS:PORT, such as 127.0.0.1:8080") { text in
            Endpoint(text).flatMap { $0.description == text ? $0 : nil }
        }
    }
}

extension ValueForm where Value == Int {
    package static var count: Self {
        Self("a whole number", advice: { _ in "write digits only, such as 2" }) { field in
            guard let text = field.text, field.node.tag == Tag(.int), text.utf8.count <= 9,
                text.utf8.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            return Int(text)
        }
    }
}

extension ValueForm where Value == Bool {
    package static var truth: Self {
        Self("true or false", advice: advice) { field in
            guard field.node.tag == Tag(.bool) else { return nil }
            return ["true": true, "false": false][field.text ?? ""]
        }
    }

    private static func advice(for text: String) -> String {
        switch text.lowercased() {
        case "yes", "y", "on", "true": "write true"
        case "no", "n", "off", "false": "write false"
        default: "write true or false, without quotes"
        }
    }
}

extension ValueForm {
    /// One of a few words.
    package static func choice(_ name: String, _ choices: KeyValuePairs<String, Value>) -> Self {
        let words = choices.map(\.key)
        return Self(name, advice: { $0.hint(among: words, none: "", otherwise: "write") }) { field in
            choices.first { $0.key == field.text }?.value
        }
    }
}
