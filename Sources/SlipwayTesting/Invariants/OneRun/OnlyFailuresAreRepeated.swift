import Delivery

/// A run is opened again only after it failed or errored; then it does again just what had failed, and does it.
struct OnlyFailuresAreRepeated: Invariant {
    private var results: [StepID: RunResult] = [:]
    private var result: RunResult?
    /// Steps that were to be done again, and have not begun.
    private var due: Set<StepID> = []
    private var isCalledOff = false

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            if let breach = breach(by: event) { return breach }
        }
        return nil
    }

    private mutating func breach(by event: Event) -> String? {
        switch event {
        case .stepFinished(let step, let result, _, _, _): results[step] = result
        case .runReopened: return reopen()
        case .stepRetried(let step):
            due.insert(step)
            return overlook(step, as: nil)
        case .stepSkipped(let step, _, _): return overlook(step, as: .succeeded)
        case .stepStarted(let step):
            due.remove(step)
            if results[step] == .succeeded { return "\(step) is done again, and had succeeded" }
        case .cancelRequested, .superseded: isCalledOff = true
        case .runFinished(let result, _):
            self.result = result
            if let step = due.first, !isCalledOff { return "\(step) was to be done again, and never was" }
        default: break
        }
        return nil
    }

    private mutating func reopen() -> String? {
        isCalledOff = false
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
