import Delivery

/// Under `queued`, no run enters a stage before an older one that has it ahead.
struct QueueKeepsItsOrder: SharedInvariant {
    private let isQueued: Bool
    private var journeys = Journeys()
    private var waysBack = WaysBack()

    init(_ scenario: Scenario) {
        isQueued = scenario.pipeline.queue == .queued
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        guard isQueued else { return nil }
        for entry in moment.entries {
            guard let run = entry.run, !waysBack.include(entry.event, of: run) else { continue }
            if case .stage(let stage, .started) = entry.event,
                let older = journeys.ahead.first(where: { $0.key < run && $0.value.contains(stage) })
            {
                return "run \(run) enters \(stage) before run \(older.key)"
            }
            journeys.note(entry.event, of: run)
        }
        return nil
    }
}

/// A run is superseded only where that is the policy, while it waits, and by a newer one that has come as far; and no
/// run enters a stage that a newer one has come to.
struct OnlyWhatWaitsIsSuperseded: SharedInvariant {
    private let isPolicy: Bool
    private var journeys = Journeys()
    private var waysBack = WaysBack()

    init(_ scenario: Scenario) {
        isPolicy = scenario.pipeline.queue == .superseded
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard let run = entry.run, !waysBack.include(entry.event, of: run) else { continue }
            if case .run(.superseded(let newer)) = entry.event, let breach = objection(to: newer, instead: run) {
                return breach
            }
            if isPolicy, case .stage(let stage, .started) = entry.event,
                let newer = journeys.ahead.keys.first(where: { $0 > run && journeys.hasCome($0, to: stage) })
            {
                return "run \(run) enters \(stage), and run \(newer) has come as far"
            }
            journeys.note(entry.event, of: run)
        }
        return nil
    }

    private func objection(to newer: RunNumber, instead run: RunNumber) -> String? {
        guard isPolicy else { return "run \(run) is superseded, and that is not the policy" }
        guard newer > run else { return "run \(run) is superseded by run \(newer), which is not newer" }
        if journeys.working.contains(run) { return "run \(run) is superseded while it is at work" }
        guard let stage = journeys.ahead[run]?.first, journeys.hasCome(newer, to: stage) else {
            return "run \(run) is superseded by run \(newer), which has not come as far"
        }
        return nil
    }
}
