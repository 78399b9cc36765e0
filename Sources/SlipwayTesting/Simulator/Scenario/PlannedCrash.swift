import Delivery

/// A place in a rollout where the executor dies.
public struct PlannedCrash: Sendable, Equatable, CustomStringConvertible {
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

    public var description: String { "--crash-at \(event) --crash \(point.rawValue)" }
}

extension PlannedCrash {
    /// Every place where the executor of a seed's rollout can die: around each decision that recorded something.
    ///
    /// - Parameter samplesBetween: how many decisions that recorded only a sample are passed over before the next
    ///   such one counts; 0 passes over none.
    public static func all(inRolloutOf seed: UInt64, samplesBetween: Int = 0) -> [PlannedCrash] {
        let records = Rollout.run(Scenario(seed: seed, crash: nil)).records
        var crashes: [PlannedCrash] = []
        var passed = samplesBetween
        for (index, record) in records.enumerated() {
            // The last event of a decision: the next was recorded at another time.
            let isLast = index + 1 == records.count || records[index + 1].time != record.time
            guard isLast || record.event.isSample else { continue }
            if record.event.isSample, passed < samplesBetween {
                passed += 1
                continue
            }
            if record.event.isSample { passed = 0 }
            crashes += Point.allCases.map { PlannedCrash(event: index + 1, point: $0) }
        }
        return crashes
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
