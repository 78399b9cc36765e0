extension ByteCount {
    /// A size as people write it: digits and one binary unit, `512B`, `64KiB`, `10MiB`, `1GiB` or `2TiB`.
    ///
    /// `nil` for anything else, and from 1024 TiB.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.utf8.count), let number = Int64(digits),
            let unit = Self.units.first(where: { $0.name == text[digits.endIndex...] }),
            case let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: unit.bytes), !isTooMuch,
            bytes < 1 << 50
        else { return nil }
        self.init(bytes: bytes)
    }

    private static let units: [(name: Substring, bytes: Int64)] = [
        ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]
}
