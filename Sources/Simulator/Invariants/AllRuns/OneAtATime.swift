import Delivery
import Values

/// One run at a time releases into an environment, and none before an older one that waits for it.
struct OneReleaseAtATime: SharedInvariant {
    private var releasing: [EnvironmentName: RunNumber] = [:]
    /// By the step that waits.
    private var awaited: [RunNumber: [StepID: EnvironmentName]] = [:]

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard let run = entry.run else { continue }
            if let breach = breach(by: entry.event, of: run) { return breach }
        }
        return nil
    }

    private mutating func breach(by event: Event, of run: RunNumber) -> String? {
        if case .run(.finished) = event { awaited[run] = nil }
        if case .step(let step, let event) = event { note(event, of: step, in: run) }
        if case .release(let name, .finished) = event { releasing[name] = nil }
        guard case .release(let name, .started) = event else { return nil }
        if let other = releasing.updateValue(run, forKey: name) {
            return "runs \(other) and \(run) release into \(name) at the same time"
        }
        let older = awaited.first { $0.key < run && $0.value.values.contains(name) }
        return older.map { "run \(run) releases into \(name), and run \($0.key) has waited for it" }
    }

    private mutating func note(_ event: StepEvent, of step: StepID, in run: RunNumber) {
        switch event {
        case .blocked(.environmentLocked(let name, _)): awaited[run, default: [:]][step] = name
        case .blocked, .unblocked, .started, .finished: awaited[run]?[step] = nil
        case .artifactMade, .timedOut, .retried, .skipped: break
        }
    }
}

/// One run at a time is in a stage, at work or waiting for its approval, unless runs go on in parallel.
struct OneRunInAStage: SharedInvariant {
    private let isParallel: Bool
    private var inside: [RunNumber: StageName] = [:]
    private var waysBack = WaysBack()

    init(_ scenario: Scenario) {
        isParallel = scenario.pipeline.queue == .parallel
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        guard !isParallel else { return nil }
        for entry in moment.entries {
            guard let run = entry.run, !waysBack.include(entry.event, of: run) else { continue }
            if let stage = entry.event.stageEntered, let breach = enter(stage, run) { return breach }
            if case .stage(_, .finished) = entry.event { inside[run] = nil }
            if case .run(.finished) = entry.event { inside[run] = nil }
        }
        return nil
    }

    private mutating func enter(_ stage: StageName, _ run: RunNumber) -> String? {
        defer { inside[run] = stage }
        let other = inside.first { $0.key != run && $0.value == stage }
        return other.map { "runs \($0.key) and \(run) are both in \(stage)" }
    }
}

extension Event {
    /// The stage that a run is in from now on.
    fileprivate var stageEntered: StageName? {
        if case .stage(let stage, .started) = self { return stage }
        if case .run(.reopened(let place, _, _)) = self { return place.stage }
        return nil
    }
}
