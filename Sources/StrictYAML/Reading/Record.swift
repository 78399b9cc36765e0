import Values

/// A mapping whose keys are known: its fields by key. Keys that don't belong there have been reported.
package struct Record {
    /// The keys that belong here.
    package let keys: [String]
    package let field: Field
    private let fields: [String: Field]
    /// Keys that were meant by ones that don't exist, or don't yet; they are not reported as missing as well.
    private let misspelt: Set<String>
    /// Whether every key belongs here.
    package let isUnderstood: Bool
    private let log: ProblemLog

    /// `nil`, with a problem, when the field is no mapping.
    ///
    /// - Parameter planned: what is known of a key that does not belong here yet.
    package init?(_ field: Field, keys: [String], log: ProblemLog, planned: (String) -> PlannedKey? = { _ in nil }) {
        guard field.isMapping else {
            Self.reportShape(of: field, keys: keys, planned: field.text.flatMap(planned), in: log)
            return nil
        }
        var fields: [String: Field] = [:]
        var misspelt: Set<String> = []
        var isUnderstood = true
        for entry in field.entries {
            if let name = entry.name, keys.contains(name) {
                fields[name] = entry.field
            } else {
                isUnderstood = false
                Self.report(entry, keys: keys, planned: entry.name.flatMap(planned), log: log).map {
                    _ = misspelt.insert($0)
                }
            }
        }
        self.keys = keys
        self.field = field
        self.fields = fields
        self.misspelt = misspelt
        self.isUnderstood = isUnderstood
        self.log = log
    }

    /// The field under a key that may be left out.
    package subscript(key: String) -> Field? { fields[key] }

    /// The field under a key that must be there; `nil`, with a problem, when it is not.
    package func required(_ key: String, expectation: String) -> Field? {
        if let field = fields[key] { return field }
        log.didNotUnderstand(field.path.key(key))
        if !misspelt.contains(key) {
            log.add(at: field.position, "missing key \(key.quoted)", expectation: expectation)
        }
        return nil
    }

    private static func reportShape(
        of field: Field, keys: [String], planned: PlannedKey?, in log: ProblemLog
    ) {
        log.didNotUnderstand(field.path)
        if let planned { return log.add(planned, at: field.position) }
        log.add(
            at: field, "expected a mapping, found \(field.found)",
            expectation: keys.isEmpty ? "write {}" : "the keys here are \(keys.joined(separator: ", "))")
    }

    /// Reports a key that doesn't belong here; the key that was meant, as far as that can be told.
    private static func report(
        _ entry: Field.Entry, keys: [String], planned: PlannedKey?, log: ProblemLog
    ) -> String? {
        guard !log.isFull else { return nil }
        guard let name = entry.name else {
            log.add(at: entry.position, "a key that is not a word", expectation: "the keys here are words")
            return nil
        }
        if let planned {
            log.add(planned, at: entry.position)
            return planned.standsFor
        }
        let hint = name.hint(among: keys, none: "there are none; write {}", otherwise: "the keys here are")
        log.add(at: entry.position, "unknown key \(name.quoted)", text: name, expectation: hint)
        return name.nearest(among: keys)
    }
}

extension ProblemLog {
    func add(_ planned: PlannedKey, at position: Position) {
        add(
            at: position, "this version of slipway can't carry out \(planned.key.quoted) yet", text: planned.key,
            expectation: planned.instead)
    }
}
