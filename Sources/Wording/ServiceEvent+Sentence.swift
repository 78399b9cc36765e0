import Delivery

/// Whether what users have answers.
extension ServiceEvent {
    func sentence(in environment: EnvironmentName) -> EventSentence {
        switch self {
        case .instanceDown(let instance, let failure, isKept: true):
            EventSentence("\(instance), kept ready in \(environment), does not answer: \(failure.sentence)", .warning)
        case .instanceDown(let instance, let failure, _):
            EventSentence("\(instance) is DOWN in \(environment): \(failure.sentence)", .bad)
        case .instanceUp(let instance): EventSentence("\(instance) answers again in \(environment)", .good)
        case .instanceRestarting(let instance, let start):
            EventSentence("\(instance) is started again in \(environment), start \(start)", .warning)
        case .instanceRestarted(let instance): EventSentence("\(instance) was started again in \(environment)")
        case .restartFailed(let instance, let problem):
            EventSentence("\(instance) could not be started again in \(environment): \(problem)", .bad)
        case .instanceGivenUp(let instance, let starts):
            EventSentence(
                "\(instance) is GIVEN UP in \(environment): it ended \(starts) times in a row; "
                    + "slipway up \(environment) tries again", .bad)
        case .oldEnding: EventSentence("the old instances of \(environment) are ended: their time is over")
        case .oldEnded(let left):
            left.isEmpty
                ? EventSentence("the old instances of \(environment) have ended")
                : EventSentence(
                    "the old instances of \(environment) may still be there: "
                        + left.map(\.description).joined(separator: "; "), .bad)
        case .serviceStopped(let left):
            left.isEmpty
                ? EventSentence("what was in service in \(environment) has ended")
                : EventSentence(
                    "\(environment) was taken down, and may still be there: "
                        + left.map(\.description).joined(separator: "; "), .bad)
        case .routerDown(let detail): EventSentence("the router of \(environment) is DOWN: \(detail)", .bad)
        case .routerUp(startedAgain: true):
            EventSentence("the router of \(environment) was gone, and was started again", .warning)
        case .routerUp: EventSentence("the router of \(environment) listens again", .good)
        }
    }
}
