import Delivery

/// How far every run has come that is under way, as the events tell it.
struct Journeys {
    /// The stages that a run has not finished, in order.
    private(set) var ahead: [RunNumber: [StageName]] = [:]
    /// The runs that have come to the first of these stages and wait there, for people or for others.
    private(set) var waiting: Set<RunNumber> = []
    /// The runs that are at work in it.
    private(set) var working: Set<RunNumber> = []

    mutating func note(_ event: Event, of run: RunNumber) {
        switch event {
        case .runStarted(let pipeline, _, _, _): ahead[run] = pipeline.stages.map(\.name)
        case .runReopened(let place, _, _):
            ahead[run] = place.ahead
            work(run)
        case .held: if !working.contains(run) { waiting.insert(run) }
        case .approvalRequested: rest(run)
        case .stageStarted, .approved: work(run)
        case .stageFinished(let stage, _):
            ahead[run]?.removeAll { $0 == stage }
            waiting.remove(run)
            working.remove(run)
        case .runFinished:
            ahead[run] = nil
            waiting.remove(run)
            working.remove(run)
        default: break
        }
    }

    private mutating func work(_ run: RunNumber) {
        waiting.remove(run)
        working.insert(run)
    }

    private mutating func rest(_ run: RunNumber) {
        working.remove(run)
        waiting.insert(run)
    }

    /// Whether a run waits for a stage or is in it, or has it behind it.
    func hasCome(_ run: RunNumber, to stage: StageName) -> Bool {
        guard let ahead = ahead[run] else { return false }
        return !ahead.contains(stage) || ahead.first == stage && (waiting.contains(run) || working.contains(run))
    }
}
