import Delivery
import Values

/// A place in a rollout where the executor dies.
public struct PlannedCrash: Sendable, Equatable {
    /// Where in a decision it dies. The events of one decision are recorded together, so there is nothing between.
    public enum Point: String, Sendable, Equatable, CaseIterable {
        case beforeRecording = "before"
        case beforeEffects = "after"
        case afterEffects = "working"
    }

    /// The event, counted from 1, that is about to be recorded or was.
    public var event: Int
    public var point: Point

    public init(event: Int, point: Point) {
        self.event = event
        self.point = point
    }
}

extension Scenario {
    /// The scenario of a seed, in which the executor dies at one place and perhaps soon again, or not at all.
    public init(seed: UInt64, crash: PlannedCrash?) {
        self.init(seed: seed)
        crashes = CrashPlan()
        guard let crash else { return }
        crashes.planned = crash
        crashes.again = 0.3
        // Back before the lease has run out, about then, or long after.
        let stays: [Duration] = [.milliseconds(200), .seconds(3), .seconds(14)]
        crashes.longest = stays[crash.event % stays.count]
    }
}
