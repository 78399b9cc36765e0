/// What a person can do with a release that is halted.
extension ReleaseState {
    /// The orders that it takes and that nothing speaks against, the gentlest first; none while it is not halted.
    public var waysOn: [Order] {
        guard isHalted else { return [] }
        return [Order.resume, .rollBack, .promote].filter { refusal(of: $0) == nil && objection(to: $0) == nil }
    }

    /// What speaks against an order so much that it is refused until somebody insists.
    func objection(to order: Order) -> Refusal? {
        switch order {
        case .rollBack, .cancel: objectionToRollback
        case .approve, .reject, .halt, .resume, .promote, .retry, .skip: nil
        }
    }
}
