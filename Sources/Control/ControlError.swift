import Delivery
import Values

/// Why a running executor can't be asked, or did not do what was asked.
public enum ControlError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No executor works in the state directory: nobody listens at the path.
    case noExecutor(path: String)
    /// An executor listens there already.
    case alreadyServed(path: String)
    /// The system, or the executor, doesn't let this account in.
    case notPermitted(path: String, detail: String)
    /// The executor speaks another protocol; what it, or we, say about it.
    case unsupportedProtocol(detail: String)
    /// Whoever listens works in another directory.
    case otherDirectory(expected: String, found: String)
    /// The command can't be carried out now.
    case refused(Refusal)
    /// The executor could not do it, or can't tell; its answer.
    case answered(RPCError)
    /// The executor is ending, and tells no more events.
    case executorStopped
    /// The executor, or its connection, ended without a word.
    case disconnected(path: String)
    /// It listens and doesn't answer: it may be stopped or overloaded.
    case noAnswer(path: String, within: Duration)
    /// The answer is none of the protocol.
    case malformedAnswer(path: String, detail: String)
    /// The system doesn't let us use the socket.
    case unusable(path: String, detail: String)
    /// The task that asked was cancelled.
    case cancelled

    public var description: String {
        switch self {
        case .noExecutor(let path):
            "no executor is running here (nobody listens at \(path)); start one with 'slipway run' or 'slipway serve'"
        case .alreadyServed(let path):
            "another executor already listens at \(path); watch it with 'slipway watch', or end it first"
        case .notPermitted(let path, let detail):
            "this account may not speak to the executor at \(path) (\(detail)); ask its owner, or use their account"
        case .unsupportedProtocol(let detail):
            "\(detail); use the same version of slipway as the executor"
        case .otherDirectory(let expected, let found):
            "the executor that answers works in \(found), not in \(expected); check --state"
        case .refused(let refusal): refusal.description
        case .answered(let error): "the executor could not do it: \(error.message)"
        case .executorStopped: "the executor is ending; what it did is in the journal"
        case .disconnected(let path):
            "the executor at \(path) ended the connection; see 'slipway status' for what it did, and try again"
        case .noAnswer(let path, let limit):
            """
            the executor at \(path) has not answered within \(limit); it may be stopped. An order with the same id \
            can be repeated safely
            """
        case .malformedAnswer(let path, let detail):
            "what listens at \(path) is not an executor of this version (\(detail)); update slipway, or end it"
        case .unusable(let path, let detail):
            "can't use the control socket \(path): \(detail)"
        case .cancelled: "asking the executor was cancelled; whether it did anything is in the journal"
        }
    }
}
