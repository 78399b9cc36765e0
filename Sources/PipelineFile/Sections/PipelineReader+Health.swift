import Delivery

extension PipelineReader {
    /// What judges a release whose file names no rules: a release is never without a judge.
    static let defaultHealth = [HealthRule.errors(worseBy: errorDefaults.worseBy, tolerance: errorDefaults.tolerance)]

    private static let errorDefaults = (worseBy: 1.5, tolerance: Share(basisPoints: 5))

    /// The rules of a list of mappings with one key each; a rule may come once.
    func health(_ field: Field) -> [HealthRule] {
        guard let elements = log.elements(of: field) else { return Self.defaultHealth }
        var seen: Set<String> = []
        return elements.flatMap { element -> [HealthRule] in
            guard let record = Record(element, as: .health, log: log) else { return [] }
            let kinds = record.keys.filter { record[$0] != nil }
            if kinds.count != 1, record.isUnderstood || kinds.count > 1 {
                log.add(
                    at: element, "a health rule with \(kinds.count) keys", expectation: "begin each rule with a dash")
            }
            for kind in kinds where !seen.insert(kind).inserted {
                log.add(at: element, "the health rule \(kind.quoted) is there twice", expectation: "keep one of them")
            }
            return kinds.flatMap { kind in record[kind].map { rules(kind, $0) } ?? [] }
        }
    }

    private func rules(_ kind: String, _ field: Field) -> [HealthRule] {
        switch kind {
        case "responding": [responding(field)]
        case "errors": [errors(field)]
        default: slo(field)
        }
    }

    private func responding(_ field: Field) -> HealthRule {
        var path = ""
        var within = Duration.seconds(1)
        if let record = Record(field, as: .responding, log: log) {
            log.read(record.required("http", expectation: "write a path: http: /healthz"), into: &path, as: .line)
            log.read(record["within"], into: &within, as: .time)
        }
        return .responding(path: path, within: within)
    }

    private func errors(_ field: Field) -> HealthRule {
        var (worseBy, tolerance) = Self.errorDefaults
        if let record = Record(field, as: .errors, log: log) {
            log.read(record["worse-by"], into: &worseBy, as: .factor)
            log.read(record["tolerance"], into: &tolerance, as: .share)
        }
        return .errors(worseBy: worseBy, tolerance: tolerance)
    }

    private func slo(_ field: Field) -> [HealthRule] {
        guard let record = Record(field, as: .slo, log: log) else { return [] }
        var errors: Share?
        var p99: Duration?
        log.read(record["errors"], into: &errors, as: .share)
        log.read(record["p99"], into: &p99, as: .time)
        if record["errors"] == nil, record["p99"] == nil, record.isUnderstood {
            log.didNotUnderstand(field.path)
            log.add(at: field, "an slo without limits", expectation: "write slo: { errors: 1%, p99: 300ms }")
        }
        return [errors.map(HealthRule.errorLimit), p99.map { .latencyLimit(p99: $0) }].compactMap { $0 }
    }
}
