import Delivery
import Judge
import Values

/// What happened in a rollout, line by line, for people who look for the reason.
public struct Trace: Sendable, CustomStringConvertible {
    public private(set) var lines: [String] = []
    private let isKept: Bool
    /// Whether each line says which run it is about.
    private let namesRuns: Bool

    init(isKept: Bool, namesRuns: Bool) {
        self.isKept = isKept
        self.namesRuns = namesRuns
    }

    public var description: String { lines.joined(separator: "\n") }

    /// - Parameter run: `nil` for what is of no run.
    mutating func note(_ elapsed: Duration, of run: RunNumber? = nil, _ text: @autoclosure () -> String) {
        guard isKept else { return }
        let stamp = String(elapsed.milliseconds)
        let run = namesRuns ? (run?.description ?? "  ") + "  " : ""
        lines.append(String(repeating: " ", count: max(0, 8 - stamp.count)) + stamp + " ms  " + run + text())
    }
}

extension Event {
    /// Short enough for a line.
    var traceLine: String {
        switch self {
        case .run(let event): event.shortTraceLine ?? "\(self)"
        case .release(_, let event): event.shortTraceLine ?? "\(self)"
        case .stage, .step, .service, .standing, .monitor, .orderTaken, .eventsLost: "\(self)"
        }
    }
}

extension RunEvent {
    /// Of what is too long as it is.
    fileprivate var shortTraceLine: String? {
        switch self {
        case .started: "runStarted"
        case .sourceTaken: "sourceTaken"
        case .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .reopened, .takenUp, .clockJumped,
            .finished:
            nil
        }
    }
}

extension ReleaseEvent {
    /// Of what is too long as it is.
    fileprivate var shortTraceLine: String? {
        switch self {
        case .started(let plan): "releaseStarted into \(plan.slot), beside \(plan.previous?.slot as Any)"
        case .promoted(let deployment): "promoted to \(deployment.slot), \(deployment.instances)"
        case .finished(let result, let running, let down, let router):
            "releaseFinished \(result), running \(running?.slot as Any), down \(down as Any), router \(router as Any)"
        case .trafficSampled(let sample):
            "trafficSampled "
                + sample.dispatches.map { "\($0.share): \($0.candidate.bad)/\($0.candidate.requests)" }.joined()
        case .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted, .trafficShifting, .trafficShifted,
            .leaseLost,
            .rungPassed, .verdictReached, .halted, .resumed, .promotionStarted, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated,
            .rollbackStarted, .withdrawn, .drainStarted, .drained, .retryScheduled, .retried, .routerClosing,
            .routerClosed:
            nil
        }
    }
}

extension Effect {
    var traceLine: String {
        switch self {
        case .step(let step, let effect): "\(effect), \(step)"
        case .release(let environment, let effect): "\(effect), \(environment)"
        }
    }
}
