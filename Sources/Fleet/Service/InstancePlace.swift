import Delivery
import Values

/// Where an instance lives below the `run/` of its host: which copy of the service, and which start of it.
public struct InstancePlace: Hashable, Sendable, CustomStringConvertible {
    /// The path below `run/`: `blue-1/run-7-1` is the first copy in blue, in the first attempt of run 7.
    public let description: String

    /// The place of the copy with this index (from 0), as people count it: from 1.
    public init(slot: Slot, index: Int, run: RunNumber, attempt: Int) {
        description = "\(slot.rawValue)-\(index + 1)/run-\(run.value)-\(attempt)"
    }

    /// The place of the same instance when it is started for the `number`-th time: each start has its own.
    public func start(_ number: Int) -> InstancePlace {
        number > 1 ? InstancePlace(description: "\(description).start-\(number)") : self
    }

    private init(description: String) {
        self.description = description
    }

    /// Where earlier programs put the same instance. They counted copies from 0, which nothing that people see did;
    /// `blue-1/7-1` was the second copy, so the new names differ in the start's part too.
    public static func former(slot: Slot, index: Int, run: RunNumber, attempt: Int) -> InstancePlace {
        InstancePlace(description: "\(slot.rawValue)-\(index)/\(run.value)-\(attempt)")
    }
}
