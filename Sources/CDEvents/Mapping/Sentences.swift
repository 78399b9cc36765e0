import Delivery

/// `: the reason`, or nothing.
func because(_ reason: String?) -> String { reason.map { ": \($0)" } ?? "" }

extension Finding {
    /// `errors 5.1%, allowed 1%`.
    var sentence: String { summary }
}

extension RollbackCause {
    /// The kind of cause in one word, for programs.
    var word: String {
        switch self {
        case .unhealthy: "unhealthy"
        case .ordered: "ordered"
        case .cancelled: "cancelled"
        case .noData: "noData"
        case .errored: "errored"
        }
    }

    /// The cause as a person reads it.
    var sentence: String {
        switch self {
        case .unhealthy(let finding): finding.sentence
        case .ordered(let actor, let reason): "rolled back by \(actor)" + because(reason)
        case .cancelled(let actor, let reason): "cancelled by \(actor)" + because(reason)
        case .noData(let requests, let needed): "\(requests) requests are too few to judge by, \(needed) are needed"
        case .errored(let problem): problem.description
        }
    }
}

extension RunResult {
    /// The specification's word for how a run or task ended. A release that was taken back did not do what it was for.
    var outcome: String {
        switch self {
        case .succeeded: "success"
        case .failed, .rolledBack: "failure"
        case .rejected, .superseded, .cancelled: "cancel"
        case .errored: "error"
        }
    }
}
