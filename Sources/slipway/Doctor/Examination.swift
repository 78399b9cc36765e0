/// One thing that a run needs, looked at.
struct Examination: Sendable, Encodable {
    enum Finding: String, Sendable, Encodable {
        case good, warning, bad
    }

    let subject: String
    let finding: Finding
    /// What was seen.
    let detail: String
    /// How to mend it; `nil` where nothing has to be.
    let remedy: String?

    static func good(_ subject: String, _ detail: String) -> Examination {
        Examination(subject: subject, finding: .good, detail: detail, remedy: nil)
    }

    static func warning(_ subject: String, _ detail: String, _ remedy: String) -> Examination {
        Examination(subject: subject, finding: .warning, detail: detail, remedy: remedy)
    }

    static func bad(_ subject: String, _ detail: String, _ remedy: String) -> Examination {
        Examination(subject: subject, finding: .bad, detail: detail, remedy: remedy)
    }
}
