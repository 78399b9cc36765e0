import Delivery

extension Event {
    /// What goes wrong in it, in a sentence; `nil` where nothing does.
    var trouble: String? {
        switch self {
        case .run(let event): event.trouble
        case .stage(let stage, let event): event.trouble(in: stage)
        case .step(let step, let event): event.trouble(in: step)
        case .release(let environment, let event): event.trouble(in: environment)
        case .service, .standing, .monitor, .orderTaken, .eventsLost: nil
        }
    }
}

extension RunEvent {
    fileprivate var trouble: String? {
        guard case .cancelRequested(let actor, let reason) = self else { return nil }
        return "cancelled by \(actor)" + because(reason)
    }
}

extension StageEvent {
    fileprivate func trouble(in stage: StageName) -> String? {
        switch self {
        case .rejected(let actor, let reason): "\(stage) rejected by \(actor)" + because(reason)
        case .approvalExpired: "nobody approved \(stage) in time"
        case .started, .approvalRequested, .approved, .timedOut, .finished: nil
        }
    }
}

extension StepEvent {
    fileprivate func trouble(in step: StepID) -> String? {
        guard case .finished(let result, let report?, _, _) = self, result != .succeeded else { return nil }
        return "\(step): \(report)"
    }
}

extension ReleaseEvent {
    fileprivate func trouble(in environment: EnvironmentName) -> String? {
        guard case .rollbackStarted(let cause) = self else { return nil }
        return "\(environment): \(cause.sentence)"
    }
}
