import Delivery

/// What has to be remembered of a run to tell others of its next event: a small fold, without the samples.
struct RunContext: Sendable {
    /// `nil` until the run's beginning was seen.
    private(set) var pipeline: Pipeline?
    private(set) var change: Change?
    /// Why the run goes badly, as far as it is known: the last thing that went wrong.
    private(set) var trouble: String?
    private(set) var releases: [EnvironmentName: ReleaseContext] = [:]

    mutating func take(_ event: Event) {
        switch event {
        case .runStarted(let pipeline, let change, _, _):
            self.pipeline = pipeline
            self.change = change
        case .releaseStarted(let environment, let plan):
            releases[environment] = ReleaseContext(plan: plan)
        default:
            trouble = Self.trouble(in: event) ?? trouble
            if let environment = event.environment { releases[environment]?.take(event) }
        }
    }

    func title(of step: StepID) -> String? {
        guard let stage = pipeline?.stages.first(where: { $0.name == step.stage }),
            stage.steps.indices.contains(step.index)
        else { return nil }
        return stage.steps[step.index].title
    }

    private static func trouble(in event: Event) -> String? {
        switch event {
        case .stepFinished(let step, let result, let detail?, _, _) where result != .succeeded: "\(step): \(detail)"
        case .rejected(let stage, let actor, let reason): "\(stage) rejected by \(actor)" + because(reason)
        case .approvalExpired(let stage): "nobody approved \(stage) in time"
        case .cancelRequested(let actor, let reason): "cancelled by \(actor)" + because(reason)
        case .rollbackStarted(let environment, let cause): "\(environment): \(cause.sentence)"
        default: nil
        }
    }
}

/// What has to be remembered of a release.
struct ReleaseContext: Sendable {
    let plan: ReleasePlan
    /// Whether users may have been given the candidate.
    private(set) var wasExposed = false
    private(set) var wasPromoted = false
    private(set) var isWithdrawn = false

    init(plan: ReleasePlan) {
        self.plan = plan
    }

    mutating func take(_ event: Event) {
        switch event {
        case .trafficShifting(_, let share): wasExposed = wasExposed || share > .none
        case .promotionStarted: wasExposed = true
        case .promoted:
            wasExposed = true
            wasPromoted = true
        case .withdrawn: isWithdrawn = true
        default: break
        }
    }
}
