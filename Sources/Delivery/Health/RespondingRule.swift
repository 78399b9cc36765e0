import Judge
import Values

/// Every instance answers a path with a status below 400 within a time; judged at once.
public struct RespondingRule: Equatable, Sendable, HealthRuleKind {
    public var path: String
    public var within: Duration

    public init(path: String, within limit: Duration) {
        self.path = path
        within = limit
    }

    static let name = "responding"
    static let subject = HealthSubject.instances

    /// The path is sent in an HTTP request line, so it can't hold what would end it.
    func faults(at path: FieldPath) -> [FieldFault] {
        let place = path.key("responding")
        let isPath =
            self.path.hasPrefix("/") && self.path.utf8.count <= 1024
            && self.path.utf8.allSatisfy { (33...126).contains($0) }
        let fault = FieldFault(
            at: place.key("http"), "\(self.path.quoted) is not the path of a request",
            remedy: "write one such as /healthz")
        return [isPath ? nil : fault, within.tooShortFault(at: place.key("within"))].compactMap { $0 }
    }

    var test: EvidenceTest { .immediate }

    /// It makes no case: an instance that fails is a finding of its own.
    func measurement(in health: Health) -> Measurement { .words("") }

    var limit: MeasurementLimit { .answers(path: path, within: within) }
}
