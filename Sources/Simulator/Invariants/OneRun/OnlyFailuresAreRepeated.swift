import Delivery

/// A run is opened again only after it failed or errored; then it does again just what had failed, and does it.
struct OnlyFailuresAreRepeated: Invariant {
    private var results: [StepID: RunResult] = [:]
    private var result: RunResult?
    /// Steps that were to be done again, and have not begun.
    private var due: Set<StepID> = []
    private var isCalledOff = false
    /// What failed, and is not to be done again: nothing new is begun beside it.
    private var failed: Set<StepID> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            // What its stage has no time for is not done again.
            if case .stage(_, .timedOut) = event { isCalledOff = true }
            if case .run(let event) = event, let breach = breach(by: event) { return breach }
            guard case .step(let step, let event) = event else { continue }
            let terms = moment.state.stepState(step)?.step.terms ?? StepTerms()
            if let breach = breach(by: event, of: step, on: terms) { return breach }
        }
        return nil
    }

    private mutating func breach(by event: RunEvent) -> String? {
        switch event {
        case .reopened: return reopen()
        case .cancelRequested, .superseded: isCalledOff = true
        case .finished(let result, _, _):
            self.result = result
            if let step = due.first, !isCalledOff, failed.isEmpty {
                return "\(step) was to be done again, and never was"
            }
        case .started, .sourceTaken, .rulesChanged, .blocked, .unblocked, .takenUp, .clockJumped: break
        }
        return nil
    }

    private mutating func breach(by event: StepEvent, of step: StepID, on terms: StepTerms) -> String? {
        switch event {
        case .started:
            due.remove(step)
            if results[step] == .succeeded { return "\(step) is done again, and had succeeded" }
        case .finished(let result, _, _, _):
            results[step] = result
            if result != .succeeded, !terms.continuesOnError { failed.insert(step) }
        case .retried(let pause):
            failed.remove(step)
            // What cleans up does so again behind what is done again; after a failure only where there is one.
            guard terms.condition == .success || pause != nil else {
                results[step] = nil
                return nil
            }
            due.insert(step)
            return overlook(step, as: nil)
        case .skipped: return overlook(step, as: .succeeded)
        case .blocked, .unblocked, .artifactMade, .timedOut: break
        }
        return nil
    }

    private mutating func reopen() -> String? {
        isCalledOff = false
        failed = []
        due = []
        guard result == .failed || result == .errored else {
            return "a run was opened again that had ended \(result?.rawValue ?? "not at all")"
        }
        return nil
    }

    private mutating func overlook(_ step: StepID, as next: RunResult?) -> String? {
        defer { results[step] = next }
        let isFailure = results[step].map { $0 != .succeeded } ?? false
        return isFailure ? nil : "\(step) is overlooked or done again, and had not failed"
    }
}
