import Delivery

/// A mapping whose keys are known: its fields by key. Keys that don't belong there have been reported.
struct Record {
    let section: Section
    let field: Field
    private let fields: [String: Field]
    /// Keys that were meant by ones that don't exist, or don't yet; they are not reported as missing as well.
    private let misspelt: Set<String>
    /// Whether every key belongs here.
    let isUnderstood: Bool
    private let log: ProblemLog

    /// `nil`, with a problem, when the field is no mapping.
    init?(_ field: Field, as section: Section, log: ProblemLog) {
        guard field.isMapping else {
            Self.reportShape(of: field, as: section, in: log)
            return nil
        }
        var fields: [String: Field] = [:]
        var misspelt: Set<String> = []
        var isUnderstood = true
        for entry in field.entries {
            if let name = entry.name, section.keys.contains(name) {
                fields[name] = entry.field
            } else {
                isUnderstood = false
                Self.report(entry, in: section, log: log).map { _ = misspelt.insert($0) }
            }
        }
        self.section = section
        self.field = field
        self.fields = fields
        self.misspelt = misspelt
        self.isUnderstood = isUnderstood
        self.log = log
    }

    /// The field under a key that may be left out.
    subscript(key: String) -> Field? { fields[key] }

    /// The field under a key that must be there; `nil`, with a problem, when it is not.
    func required(_ key: String, expectation: String) -> Field? {
        if let field = fields[key] { return field }
        log.didNotUnderstand(field.path.key(key))
        if !misspelt.contains(key) {
            log.add(at: field.position, "missing key \(key.quoted)", expectation: expectation)
        }
        return nil
    }

    private static func reportShape(of field: Field, as section: Section, in log: ProblemLog) {
        log.didNotUnderstand(field.path)
        if let text = field.text, let planned = PlannedFeature.named(text, in: section) {
            return log.add(planned, at: field.position)
        }
        log.add(
            at: field, "expected a mapping, found \(field.found)",
            expectation: "the keys here are \(section.keys.joined(separator: ", "))")
    }

    /// Reports a key that doesn't belong here; the key that was meant, as far as that can be told.
    private static func report(_ entry: Field.Entry, in section: Section, log: ProblemLog) -> String? {
        guard !log.isFull else { return nil }
        guard let name = entry.name else {
            log.add(at: entry.position, "a key that is not a word", expectation: "the keys here are words")
            return nil
        }
        if let planned = PlannedFeature.named(name, in: section) {
            log.add(planned, at: entry.position)
            return planned.standsFor
        }
        let hint = name.hint(among: section.keys, none: "", otherwise: "the keys here are")
        log.add(at: entry.position, "unknown key \(name.quoted)", text: name, expectation: hint)
        return name.nearest(among: section.keys)
    }
}

extension ProblemLog {
    func add(_ planned: PlannedFeature, at position: Position) {
        add(
            at: position, "this version of slipway can't carry out \(planned.key.quoted) yet", text: planned.key,
            expectation: planned.instead)
    }
}
