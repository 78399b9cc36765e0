import Delivery
import Values

/// An order that was carried out is answered the same when it comes in again, and not carried out again.
struct OrdersAreTakenOnce: SharedInvariant {
    private var taken: Set<OrderID> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for order in moment.orders {
            if taken.contains(order.id) {
                if !order.isAccepted { return "\(order.id) was carried out, and is refused when it comes again" }
                if !order.events.isEmpty { return "\(order.id) was carried out twice" }
            } else if order.isAccepted {
                taken.insert(order.id)
            }
        }
        return nil
    }
}

/// Nothing is recorded as a person's decision that nobody has ordered.
struct DecisionsAreOrdered: SharedInvariant {
    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        let ordered = moment.orders.flatMap(\.events)
        let invented = moment.entries.first { $0.event.isDecision && !ordered.contains($0.event) }
        return invented.map { "nobody ordered \($0.event.traceLine)" }
    }
}

extension Event {
    /// Whether only a person may decide it.
    fileprivate var isDecision: Bool {
        switch self {
        case .run(let event): event.isDecision
        case .stage(_, let event): event.isDecision
        case .step(_, let event): event.isDecision
        case .release(_, let event): event.isDecision
        case .standing, .eventsLost: true
        case .service, .monitor, .orderTaken: false
        }
    }
}

extension RunEvent {
    fileprivate var isDecision: Bool {
        switch self {
        case .cancelRequested, .reopened: true
        case .started, .sourceTaken, .rulesChanged, .blocked, .unblocked, .superseded, .takenUp, .clockJumped,
            .finished:
            false
        }
    }
}

extension StageEvent {
    fileprivate var isDecision: Bool {
        switch self {
        case .approved, .rejected: true
        case .started, .approvalRequested, .approvalExpired, .timedOut, .finished: false
        }
    }
}

extension StepEvent {
    fileprivate var isDecision: Bool {
        switch self {
        case .skipped: true
        case .blocked, .unblocked, .started, .artifactMade, .timedOut, .finished, .retried: false
        }
    }
}

extension ReleaseEvent {
    fileprivate var isDecision: Bool {
        switch self {
        case .resumed: true
        case .rollbackStarted(let cause): !cause.isRule
        case .halted(let actor, _), .promotionStarted(let actor, _): actor != .policy
        case .started, .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted, .trafficShifting,
            .trafficShifted,
            .leaseLost, .trafficSampled, .rungPassed, .verdictReached, .promoted, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated, .withdrawn,
            .drainStarted, .drained, .retryScheduled, .retried, .routerClosing, .routerClosed, .finished:
            false
        }
    }
}
