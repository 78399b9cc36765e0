import Delivery

/// An order that was carried out is answered the same when it comes in again, and not carried out again.
struct OrdersAreTakenOnce: Invariant {
    private var taken: Set<CommandID> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        for order in moment.orders {
            guard let id = order.id else { continue }
            if taken.contains(id) {
                if !order.isAccepted { return "\(id) was carried out, and is refused when it comes again" }
                if !order.events.isEmpty { return "\(id) was carried out twice" }
            } else if order.isAccepted {
                taken.insert(id)
            }
        }
        return nil
    }
}

/// Nothing is recorded as a person's decision that nobody has ordered.
struct DecisionsAreOrdered: Invariant {
    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        let ordered = moment.orders.flatMap(\.events)
        let invented = moment.events.first { $0.isDecision && !ordered.contains($0) }
        return invented.map { "nobody ordered \($0.traceLine)" }
    }
}

extension Event {
    /// Whether only a person may decide it.
    fileprivate var isDecision: Bool {
        switch self {
        case .approved, .rejected, .resumed, .cancelRequested, .rollbackStarted(_, .ordered),
            .rollbackStarted(_, .cancelled):
            true
        case .halted(_, let actor, _), .promotionStarted(_, let actor, _): actor != .policy
        default: false
        }
    }
}
