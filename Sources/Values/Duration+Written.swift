extension Duration {
    /// A time as people write it: `350ms`, `10s`, `2m`, `1h30m`, `2d`; the units descend, and each comes once.
    ///
    /// `nil` for anything else, and for more than ten years.
    package init?(written text: String) {
        var rest = text[...]
        var total: Int64 = 0
        var units = Self.units[...]
        repeat {
            guard let number = rest.takeNumber(),
                let index = units.firstIndex(where: { $0.name == rest.takeLetters() })
            else { return nil }
            rest = rest.drop(while: \.isASCIILetter)
            total += number * units[index].milliseconds
            units = units[(index + 1)...]
        } while !rest.isEmpty
        guard total <= Self.longest else { return nil }
        self = .milliseconds(total)
    }

    /// Reads an argument of a command line.
    ///
    /// - Throws: `DurationArgumentFault` for what ``init(written:)`` does not take.
    package static func argument(_ text: String) throws -> Duration {
        guard let duration = Duration(written: text) else { throw DurationArgumentFault() }
        return duration
    }

    private static let units: [(name: Substring, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    private static let longest: Int64 = 3650 * 86_400_000
}

/// An argument is no time.
package struct DurationArgumentFault: Error, CustomStringConvertible {
    package let description = "write numbers with units, such as 500ms, 60s, 5m or 1h30m"
}

extension Substring {
    /// Removes the digits at the start; `nil` unless there are between one and ten.
    fileprivate mutating func takeNumber() -> Int64? {
        let digits = prefix { $0.isASCII && $0.isNumber }
        guard (1...10).contains(digits.utf8.count) else { return nil }
        self = self[digits.endIndex...]
        return Int64(digits)
    }

    fileprivate func takeLetters() -> Substring { prefix(while: \.isASCIILetter) }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
}
