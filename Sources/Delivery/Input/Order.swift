import Values

/// What a person, or another program, can ask of a run. Each verb means one thing.
public enum Order: String, Equatable, Sendable, Codable, CaseIterable {
    /// Let the waiting stage begin.
    case approve
    /// Refuse the waiting stage; the run ends.
    case reject
    /// Freeze exposure where it is, and keep judging.
    case halt
    /// Go on after a halt; the bake begins again from zero.
    case resume
    /// Give the candidate all traffic now, without the remaining steps.
    case promote
    /// Take all traffic from the candidate, then remove it.
    case rollBack
    /// End the run; a release under way is rolled back first.
    case cancel
    /// Do again what failed in a run that has ended, and go on from there.
    case retry
    /// Go on with a run that has ended as if its failed commands had succeeded.
    case skip
}

/// Chosen by whoever gives an order, so that asking again after a lost answer does not carry it out again.
public typealias OrderID = Identifier<Order>
