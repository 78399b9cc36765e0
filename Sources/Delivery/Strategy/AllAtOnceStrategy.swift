import Values

/// Everybody gets the candidate as soon as it is ready: there is nothing that it must survive before.
public struct AllAtOnceStrategy: Equatable, Sendable {
    public init() {}
}

extension AllAtOnceStrategy: StrategyRules {
    public static let key = "all-at-once"

    public var bakeOfRungs: Bake? { nil }
    public var isGradual: Bool { false }

    public func ladder(beside stable: Deployment?) -> Ladder { .straight }

    public func faults(at path: FieldPath) -> [FieldFault] { [] }
}
