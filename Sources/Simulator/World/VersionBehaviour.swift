import Delivery
import Values

/// How a version of the service behaves, once it runs.
public struct VersionBehaviour: Sendable, Equatable {
    /// What is wrong with it.
    public enum Fault: Sendable, Equatable {
        case none
        /// The process ends before it is ready.
        case exitsAtStart
        case neverReady
        case crashes(after: Duration)
        case hangs(after: Duration)
        /// A share of its requests fails, from some time after it was started.
        case errors(rate: Double, after: Duration)
        /// A tenth of its requests takes a second.
        case slow
    }

    public var fault: Fault
    /// The share of requests that fails though nothing is wrong.
    public var errorRate: Double
    public var startsWithin: Duration
    public var isStubborn: Bool

    public init(
        fault: Fault = .none, errorRate: Double = 0.001, startsWithin: Duration = .milliseconds(200),
        isStubborn: Bool = false
    ) {
        self.fault = fault
        self.errorRate = errorRate
        self.startsWithin = startsWithin
        self.isStubborn = isStubborn
    }

    /// A process of this version; only the first of several has the fault that ends it.
    func instance(_ id: InstanceID, startedAt now: Timestamp) -> SimulatedInstance {
        let ready = now + startsWithin
        var readyAt: Timestamp? = ready
        var crashesAt: Timestamp?
        var hangsAt: Timestamp?
        switch fault {
        case .exitsAtStart where id.index == 0:
            readyAt = nil
            crashesAt = ready
        case .neverReady where id.index == 0: readyAt = nil
        case .crashes(let delay) where id.index == 0: crashesAt = ready + delay
        case .hangs(let delay) where id.index == 0: hangsAt = ready + delay
        default: break
        }
        return SimulatedInstance(readyAt: readyAt, crashesAt: crashesAt, hangsAt: hangsAt, isStubborn: isStubborn)
    }

    /// The share of requests that fails, this long after the version was started.
    func errorRate(after age: Duration) -> Double {
        if case .errors(let rate, let delay) = fault, age >= delay { return max(rate, errorRate) }
        return errorRate
    }
}
