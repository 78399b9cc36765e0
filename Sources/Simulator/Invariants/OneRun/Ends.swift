import Delivery
import Values

/// A run ends exactly once, and nothing is recorded after that, unless somebody opens it again.
struct EndsOnce: Invariant {
    private var hasEnded = false

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        if moment.events.contains(where: \.reopens) { hasEnded = false }
        for event in moment.events {
            if hasEnded { return "after the end: \(event.traceLine)" }
            if case .run(.finished) = event { hasEnded = true }
        }
        return nil
    }
}

/// Every run ends, once people have answered what it waits for and no gate is shut any more.
struct EndsAtAll: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard moment.isLast, moment.state.result == nil else { return nil }
        return
            "the run is still \(moment.state.phase.rawValue), the releases \(moment.state.releases.map(\.phase.rawValue))"
            + moment.state.holds.map { "; \($0.cause)" }.joined()
    }
}

/// A run that has ended wants nothing, and waits for nothing.
struct NothingIsWantedAfterTheEnd: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard moment.state.result != nil else { return nil }
        if let effect = moment.effects.first { return "\(effect) is still wanted" }
        return moment.state.nextDeadline(after: moment.now).map { "it still waits for \($0 - moment.now)" }
    }
}

extension Event {
    /// Whether a run that has ended goes on.
    var reopens: Bool {
        if case .run(.reopened) = self { return true }
        return false
    }
}
