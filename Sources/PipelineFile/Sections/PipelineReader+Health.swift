import Delivery
import StrictYAML
import Values

extension PipelineReader {
    /// What judges a release whose file names no rules: a release is never without a judge.
    static let defaultHealth = [HealthRule.errors(ErrorRule.standard)]

    /// The rules of a list of mappings with one key each; a rule may come once.
    func health(_ field: Field) -> [HealthRule] {
        guard let elements = log.elements(of: field) else { return Self.defaultHealth }
        var seen: Set<String> = []
        return elements.flatMap { element -> [HealthRule] in
            guard let record = Record(element, as: .health, log: log) else { return [] }
            let kinds = HealthReader.all.filter { record[$0.key] != nil }
            if kinds.count != 1, record.isUnderstood || kinds.count > 1 {
                log.add(
                    at: element, "a health rule with \(kinds.count) keys", expectation: "begin each rule with a dash")
            }
            for kind in kinds where !seen.insert(kind.key).inserted {
                log.add(
                    at: element, "the health rule \(kind.key.quoted) is there twice", expectation: "keep one of them")
            }
            return kinds.flatMap { kind in record[kind.key].map { kind.rules(self, $0) } ?? [] }
        }
    }
}

/// How a kind of health rule is read, and the keys below its own: a row for each.
struct HealthReader: Sendable {
    let key: String
    let keys: [String]
    /// Makes rules of what is below the key, which is `nil`, with a problem, when it is no mapping.
    let read: @Sendable (PipelineReader, Record?) -> [HealthRule]

    static let all: [HealthReader] = [responding, tcp, errors, slo]

    var section: Section { Section(key, keys) }

    func rules(_ reader: PipelineReader, _ field: Field) -> [HealthRule] {
        read(reader, Record(field, as: section, log: reader.log))
    }
}
