import Foundation

/// A request to end, from outside.
public enum TerminationSignal: Hashable, Sendable {
    case interrupt
    case terminate
    case quit
    /// The terminal is gone.
    case hangUp

    init?(number: Int32) {
        switch number {
        case SIGINT: self = .interrupt
        case SIGTERM: self = .terminate
        case SIGQUIT: self = .quit
        case SIGHUP: self = .hangUp
        default: return nil
        }
    }

    /// The number that the system gives it.
    public var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .quit: SIGQUIT
        case .hangUp: SIGHUP
        }
    }
}
