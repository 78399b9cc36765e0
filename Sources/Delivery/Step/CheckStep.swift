import Values

/// A request, and the answer that is expected: it succeeds when that comes.
public struct CheckStep: StepKind {
    public static let key = "check"

    public var check: HTTPCheck

    public init(check: HTTPCheck) {
        self.check = check
    }

    public var title: String { "check \(check.url)" }
    public var effect: StepEffect? { .check(check) }
    public var tests: Bool { true }
    public var maySkip: Bool { true }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        check.faults(at: path.key(Self.key))
    }
}
