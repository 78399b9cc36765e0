import Delivery
import Values

/// What the pipeline says of steps is what is done: none succeeds that took longer than it may, none is done again by
/// itself more often than it may be or before its pause is over, and what cleans up does so.
struct TermsAreKept: Invariant {
    private var steps: [StepID: Step] = [:]
    private var stages: [Stage] = []
    private var begun: [StepID: Timestamp] = [:]
    private var retries: [StepID: Int] = [:]
    private var pausedUntil: [StepID: Timestamp] = [:]
    private var failed: Set<StepID> = []
    /// Stages whose time was up, which is a failure as well.
    private var overdue: Set<StageName> = []
    /// By how much the wall clock was set, all in all.
    private var jumps = Duration.zero
    /// For how long nobody hears what was done in time.
    private let stalls: Duration
    /// By how much it is set in the whole rollout, noticed or not.
    private let allJumps: Duration
    /// Of a decision.
    private static let slack = Duration.milliseconds(20)

    init(_ scenario: Scenario, of run: RunPlan) {
        stalls = scenario.faults.stalls.reduce(.zero) { $0 + ($1.upperBound - $1.lowerBound) }
        allJumps = scenario.faults.clockJumps.reduce(.zero) { $0 + ($1.by < .zero ? .zero - $1.by : $1.by) }
        read(scenario.pipeline)
    }

    private mutating func read(_ pipeline: Pipeline) {
        stages = pipeline.stages
        steps = Dictionary(
            uniqueKeysWithValues: stages.flatMap { stage in
                stage.steps.enumerated().map { (StepID(stage: stage.name, index: $0), $1) }
            })
    }

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            if case .run(let event) = event { note(event) }
            if case .stage(let name, .timedOut) = event { overdue.insert(name) }
            if case .step(let id, let event) = event, let step = steps[id],
                let breach = breach(by: event, of: id, step.terms, at: moment.now)
            {
                return breach
            }
            if case .stage(let name, .finished(let result)) = event, result == .failed,
                let breach = uncleaned(name, moment.state)
            {
                return breach
            }
        }
        return nil
    }

    private mutating func note(_ event: RunEvent) {
        switch event {
        case .clockJumped(let jump): jumps += jump < .zero ? .zero - jump : jump
        case .reopened: (failed, overdue) = ([], [])
        // A clock that was set while nobody was there has nobody to notice it.
        case .takenUp: jumps = allJumps
        // A way back leaves steps out.
        case .started(let pipeline, _, _, _): if pipeline.stored != nil { read(pipeline) }
        case .sourceTaken, .rulesChanged, .blocked, .unblocked, .superseded, .cancelRequested, .finished:
            break
        }
    }

    private mutating func breach(
        by event: StepEvent, of step: StepID, _ terms: StepTerms, at now: Timestamp
    ) -> String? {
        switch event {
        case .started:
            begun[step] = now
            let isBroken = overdue.contains(step.stage) || failed.contains { $0.stage == step.stage }
            if terms.condition == .failure, !isBroken {
                return "\(step) is only for failures, and nothing failed"
            }
            return pausedUntil[step].flatMap {
                now + jumps < $0 ? "\(step) is done again before its pause is over" : nil
            }
        case .finished(let result, _, _, _):
            if result != .succeeded { failed.insert(step) }
            guard result == .succeeded, let limit = terms.timeout, let start = begun[step] else { return nil }
            return now - start > limit + Self.slack + jumps + stalls
                ? "\(step) succeeded long after its time was up" : nil
        case .retried(nil):
            (retries[step], pausedUntil[step]) = (nil, nil)
        case .retried(let pause?):
            failed.remove(step)
            if let rule = terms.retry, pause < rule.backoff { return "\(step) is done again after no pause" }
            retries[step, default: 0] += 1
            pausedUntil[step] = now + pause
            return retries[step] ?? 0 > terms.retry?.times ?? 0 ? "\(step) is done again too often" : nil
        case .blocked, .unblocked, .artifactMade, .timedOut, .skipped: break
        }
        return nil
    }

    private func uncleaned(_ name: StageName, _ state: RunState) -> String? {
        guard let stage = stages.first(where: { $0.name == name }) else { return nil }
        let left = stage.steps.indices.first { index in
            let id = StepID(stage: name, index: index)
            let condition = stage.steps[index].terms.condition
            // A run that is called off has not failed.
            guard condition == .always || condition == .failure && !state.cancelled else { return false }
            return state.stepState(id)?.phase == .queued
                && failed.contains { $0.stage == name && $0.index < index }
        }
        return left.map { "\(name) failed, and its step \($0 + 1) did not clean up" }
    }
}
