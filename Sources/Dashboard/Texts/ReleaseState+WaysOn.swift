import Delivery

extension ReleaseState {
    /// What to type to go on from a halt: `slipway resume 12 (or rollback, or promote)`; `nil` where nothing is to be
    /// ordered.
    ///
    /// - Parameter place: the run's number, and where it is recorded if that is not the usual place.
    public func waysOnInWords(of run: RunState, at place: String) -> String? {
        guard let first = waysOn.first else { return nil }
        let option = run.namesEnvironments ? " --environment \(environment)" : ""
        let others = waysOn.dropFirst().map { "or \($0.typed)" }.joined(separator: ", ")
        return "slipway \(first.typed) \(place)\(option)\(others.isEmpty ? "" : " (\(others))")"
    }

    /// What keeps it from being resumed: `, the candidate is unhealthy`.
    public var troubleInBrief: String {
        if isStableDown { return ", no instance of stable answers" }
        return isCondemned ? ", the candidate is unhealthy" : ""
    }
}

extension Order {
    /// Its command.
    fileprivate var typed: String { rawValue.lowercased() }
}
