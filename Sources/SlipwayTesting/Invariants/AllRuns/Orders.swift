import Delivery

/// An order that was carried out is answered the same when it comes in again, and not carried out again.
struct OrdersAreTakenOnce: SharedInvariant {
    private var taken: Set<CommandID> = []

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
        case .approved, .rejected, .resumed, .cancelRequested, .rollbackStarted(_, .ordered),
            .rollbackStarted(_, .cancelled), .runReopened, .stepSkipped, .environmentFrozen, .environmentUnfrozen,
            .transitionDisabled, .transitionEnabled, .eventsLost:
            true
        case .halted(_, let actor, _), .promotionStarted(_, let actor, _): actor != .policy
        default: false
        }
    }
}
