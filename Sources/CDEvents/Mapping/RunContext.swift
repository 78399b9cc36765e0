import Delivery
import Values

/// What has to be remembered of a run to tell others of its next event: a small fold, without the samples.
struct RunContext: Sendable {
    /// `nil` until the run's beginning was seen.
    private(set) var pipeline: Pipeline?
    private(set) var change: Change?
    /// Why the run goes badly, as far as it is known: the last thing that went wrong.
    private(set) var trouble: String?
    private(set) var releases: [EnvironmentName: ReleaseContext] = [:]

    mutating func take(_ event: Event) {
        trouble = event.trouble ?? trouble
        if case .run(.started(let pipeline, let change, _, _)) = event {
            (self.pipeline, self.change) = (pipeline, change)
        }
        if case .run(.sourceTaken(let pipeline, let change)) = event {
            (self.pipeline, self.change) = (pipeline, change)
        }
        if case .release(let environment, let event) = event { take(event, in: environment) }
    }

    private mutating func take(_ event: ReleaseEvent, in environment: EnvironmentName) {
        if case .started(let plan) = event { releases[environment] = ReleaseContext(plan: plan) }
        releases[environment]?.take(event)
    }

    func title(of step: StepID) -> String? {
        guard let stage = pipeline?.stages.first(where: { $0.name == step.stage }),
            stage.steps.indices.contains(step.index)
        else { return nil }
        return stage.steps[step.index].title
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

    mutating func take(_ event: ReleaseEvent) {
        switch event {
        case .trafficShifting(let share): wasExposed = wasExposed || share > .none
        case .promotionStarted: wasExposed = true
        case .promoted:
            wasExposed = true
            wasPromoted = true
        case .withdrawn: isWithdrawn = true
        case .started, .stableAsked, .prepared, .instance, .requestsRouted, .candidateAttached, .trafficShifted,
            .leaseLost,
            .trafficSampled, .rungPassed, .verdictReached, .halted, .resumed, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated, .rollbackStarted,
            .drainStarted, .drained, .retryScheduled, .retried, .routerClosing, .routerClosed, .finished:
            break
        }
    }
}
