import Testing

/// Reads Prometheus' text format and checks its rules, as a strict parser does.
struct Exposition {
    struct Sample: Hashable {
        let name: String
        let labels: [String: String]
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample: Double] = [:]

    struct Malformed: Error {
        let line: String
    }

    init(_ text: String) throws {
        #expect(text.hasSuffix("\n"))
        var family = ""
        var helped: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) {
            if let help = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)/) {
                #expect(helped.insert(String(help.1)).inserted, "HELP twice: \(line)")
            } else if let type = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
                family = String(type.1)
                #expect(helped.contains(family) && types[family] == nil, "TYPE without HELP, or twice: \(line)")
                types[family] = String(type.2)
            } else {
                try read(line, of: family)
            }
        }
    }

    private mutating func read(_ line: String, of family: String) throws {
        guard let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (\S+)/),
            let value = Double(match.4.replacing("+Inf", with: "inf"))
        else { throw Malformed(line: line) }
        let name = String(match.1)
        let parts = types[family] == "histogram" ? ["_bucket", "_sum", "_count"].map { family + $0 } : [family]
        #expect(parts.contains(name), "in a group of another: \(line)")
        let sample = Sample(name: name, labels: try Self.labels(String(match.3 ?? ""), line: line))
        #expect(samples.updateValue(value, forKey: sample) == nil, "twice: \(line)")
    }

    private static func labels(_ text: String, line: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = text[...]
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)",?/) else {
                throw Malformed(line: line)
            }
            #expect(labels.updateValue(unescaped(match.2), forKey: String(match.1)) == nil, "a label twice: \(line)")
            rest = rest[match.range.upperBound...]
        }
        return labels
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" ? "\n" : character)
            } else if character != "\\" {
                result.append(character)
            }
            isEscaped = !isEscaped && character == "\\"
        }
        return result
    }

    subscript(name: String, labels: [String: String]) -> Double? { samples[Sample(name: name, labels: labels)] }
}
