import Values

/// How a release reaches everybody: what the user wrote.
///
/// A strategy computes a ladder once, when a release begins, and is not asked again.
public enum Strategy: Equatable, Sendable {
    case canary(CanaryStrategy)
    case allAtOnce(AllAtOnceStrategy)

    /// The one place that knows all of them.
    public var rules: any StrategyRules {
        switch self {
        case .canary(let canary): canary
        case .allAtOnce(let allAtOnce): allAtOnce
        }
    }

    /// The ladder of a release beside what users have now.
    public func ladder(beside stable: Deployment?) -> Ladder { rules.ladder(beside: stable) }
}

/// What each strategy answers for itself.
public protocol StrategyRules: Equatable, Sendable {
    /// Its name in the pipeline file.
    static var key: String { get }
    /// What a candidate must survive at each rung; `nil` where there are none.
    var bakeOfRungs: Bake? { get }
    /// Whether exposure grows in steps.
    var isGradual: Bool { get }
    /// - Parameter stable: what users have now; `nil` on an environment's first release.
    func ladder(beside stable: Deployment?) -> Ladder
    /// What is wrong with it by itself; `path` is where it is.
    func faults(at path: FieldPath) -> [FieldFault]
}

extension Strategy {
    func faults(at path: FieldPath) -> [FieldFault] { rules.faults(at: path.key(key)) }

    var key: String { type(of: rules).key }

    /// Whether exposure grows in steps.
    var isGradual: Bool { rules.isGradual }
}
