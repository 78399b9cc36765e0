import Delivery
import StrictYAML

extension PipelineReader {
    func read(_ field: Field, into strategy: inout Strategy) {
        guard let record = Record(field, as: .strategy, log: log) else { return }
        let kinds = StrategyReader.all.filter { record[$0.key] != nil }
        guard kinds.count == 1, let kind = kinds.first, let settings = record[kind.key] else {
            log.didNotUnderstand(field.path)
            return reportKinds(kinds, of: record)
        }
        guard let read = kind.strategy(self, settings) else { return log.didNotUnderstand(field.path) }
        strategy = read
    }

    /// A strategy that was not understood because of its keys has been reported for them.
    private func reportKinds(_ kinds: [StrategyReader], of record: Record) {
        if kinds.count > 1 {
            let all = kinds.map(\.key).joined(separator: " and ")
            log.add(at: record.field, "a strategy with \(all)", expectation: "keep one of them")
        } else if record.isUnderstood {
            let examples = StrategyReader.all.map(\.example).joined(separator: " or ")
            log.add(at: record.field, "a strategy that is none", expectation: "write \(examples)")
        }
    }

    /// What a candidate must survive at each rung.
    func read(_ field: Field, into bake: inout Bake) {
        guard let record = Record(field, as: .bake, log: log) else { return }
        var duration = Duration.zero
        log.read(record.required("for", expectation: "write how long: for: 60s"), into: &duration, as: .time)
        bake = Bake(duration: duration)
        log.read(record["requests"], into: &bake.requests, as: .count)
        log.read(record["limit"], into: &bake.limit, as: .time)
    }
}

/// How a strategy is read, and the keys below its own: a row for each.
struct StrategyReader: Sendable {
    let key: String
    let keys: [String]
    /// For whoever wrote none.
    let example: String
    let read: @Sendable (PipelineReader, Record) -> Strategy

    static let all: [StrategyReader] = [canary, allAtOnce]

    var section: Section { Section(key, keys) }

    /// `nil`, with a problem, when what is below the key is no mapping.
    func strategy(_ reader: PipelineReader, _ field: Field) -> Strategy? {
        Record(field, as: section, log: reader.log).map { read(reader, $0) }
    }
}
