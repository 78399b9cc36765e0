extension Double {
    /// Digits, and possibly a point and more digits: no sign, no exponent, no words.
    package init?(decimal text: Substring) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            (1...9).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard areDigits, let value = Double(text) else { return nil }
        self = value
    }

    /// How many times: `1.5x`, `2x`.
    package init?(factor text: String) {
        guard text.hasSuffix("x"), let value = Double(decimal: text.dropLast()) else { return nil }
        self = value
    }
}

extension Share {
    /// A share of a whole: `5%`, `0.05%`; with at most two decimals, and at most `100%`.
    package init?(written text: String) {
        guard text.hasSuffix("%"), let percent = Double(decimal: text.dropLast()), percent <= 100 else { return nil }
        let decimals = text.dropLast().split(separator: ".").dropFirst().first ?? ""
        guard decimals.count <= 2 else { return nil }
        self.init(percent: percent)
    }
}
