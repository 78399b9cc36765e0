import Delivery
import Values

/// Whether somebody carries out the run on the screen, as far as the program can tell.
public enum RunContact: Equatable, Sendable {
    case kept
    /// Its executor says nothing, and may well be there.
    case lost
    /// Nobody carries it out, as was seen at `since`; `remedy` is what to type.
    case abandoned(since: Timestamp, remedy: String)

    /// Since when nobody is known to carry it out; `nil` while somebody may.
    public var abandonedSince: Timestamp? {
        switch self {
        case .abandoned(let since, _): since
        case .kept, .lost: nil
        }
    }
}

extension DashboardModel {
    /// Whether what is on the screen goes on: of a run that has ended nobody has to carry anything out.
    public var isInContact: Bool { contact == .kept || run.result != nil }

    /// Whether nobody carries the run out, although it has not ended.
    public var isAbandoned: Bool { contact.abandonedSince != nil && run.result == nil }

    /// Why no order can be given; `nil` while there may be somebody to take one.
    public var abandonment: Refusal? {
        guard run.result == nil, case .abandoned(_, let remedy) = contact else { return nil }
        return Refusal("nobody carries it out: \(remedy)")
    }
}
