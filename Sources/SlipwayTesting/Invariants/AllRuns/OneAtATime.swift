import Delivery

/// One run at a time releases into an environment, and none before an older one that waits for it.
struct OneReleaseAtATime: SharedInvariant {
    private var releasing: [EnvironmentName: RunNumber] = [:]
    private var awaited: [RunNumber: EnvironmentName] = [:]

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard let run = entry.run else { continue }
            if let breach = breach(by: entry.event, of: run) { return breach }
        }
        return nil
    }

    private mutating func breach(by event: Event, of run: RunNumber) -> String? {
        switch event {
        case .held(_, .environmentLocked(let name, _)): awaited[run] = name
        case .held, .holdEnded, .runFinished: awaited[run] = nil
        case .releaseFinished(let name, _, _, _, _): releasing[name] = nil
        case .releaseStarted(let name, _):
            if let other = releasing.updateValue(run, forKey: name) {
                return "runs \(other) and \(run) release into \(name) at the same time"
            }
            let older = awaited.first { $0.key < run && $0.value == name }
            return older.map { "run \(run) releases into \(name), and run \($0.key) has waited for it" }
        default: break
        }
        return nil
    }
}

/// One run at a time is in a stage, at work or waiting for its approval, unless runs go on in parallel.
struct OneRunInAStage: SharedInvariant {
    private let isParallel: Bool
    private var inside: [RunNumber: StageName] = [:]

    init(_ scenario: Scenario) {
        isParallel = scenario.pipeline.queue == .parallel
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        guard !isParallel else { return nil }
        for entry in moment.entries {
            guard let run = entry.run else { continue }
            switch entry.event {
            case .stageStarted(let stage): if let breach = enter(stage, run) { return breach }
            case .runReopened(let place, _, _):
                if let stage = place.stage, let breach = enter(stage, run) { return breach }
            case .stageFinished, .runFinished: inside[run] = nil
            default: break
            }
        }
        return nil
    }

    private mutating func enter(_ stage: StageName, _ run: RunNumber) -> String? {
        defer { inside[run] = stage }
        let other = inside.first { $0.key != run && $0.value == stage }
        return other.map { "runs \($0.key) and \(run) are both in \(stage)" }
    }
}
