import Delivery
import Values

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
        case .run(let event): note(event, of: run)
        case .stage(let stage, let event): note(event, of: stage, in: run)
        case .step, .release, .service, .standing, .monitor, .orderTaken, .eventsLost: break
        }
    }

    private mutating func note(_ event: RunEvent, of run: RunNumber) {
        switch event {
        case .started(let pipeline, _, _, _): ahead[run] = pipeline.stages.map(\.name)
        case .sourceTaken(let pipeline, _): ahead[run] = pipeline.stages.map(\.name)
        case .reopened(let place, _, _):
            ahead[run] = place.ahead
            work(run)
        case .blocked: if !working.contains(run) { waiting.insert(run) }
        case .finished:
            ahead[run] = nil
            leave(run)
        case .rulesChanged, .cancelRequested, .unblocked, .superseded, .takenUp, .clockJumped: break
        }
    }

    private mutating func note(_ event: StageEvent, of stage: StageName, in run: RunNumber) {
        switch event {
        case .approvalRequested: rest(run)
        case .started, .approved: work(run)
        case .finished:
            ahead[run]?.removeAll { $0 == stage }
            leave(run)
        case .rejected, .approvalExpired, .timedOut: break
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

    private mutating func leave(_ run: RunNumber) {
        waiting.remove(run)
        working.remove(run)
    }

    /// Whether a run waits for a stage or is in it, or has it behind it.
    func hasCome(_ run: RunNumber, to stage: StageName) -> Bool {
        guard let ahead = ahead[run] else { return false }
        return !ahead.contains(stage) || ahead.first == stage && (waiting.contains(run) || working.contains(run))
    }
}
