import Delivery

/// Whether what users have answers.
extension ServiceEvent {
    func sentence(in environment: EnvironmentName) -> EventSentence {
        switch self {
        case .instanceDown(let instance, let failure):
            EventSentence("\(instance) is DOWN in \(environment): \(failure.sentence)", .bad)
        case .instanceUp(let instance): EventSentence("\(instance) answers again in \(environment)", .good)
        case .routerDown(let detail): EventSentence("the router of \(environment) is DOWN: \(detail)", .bad)
        case .routerUp(startedAgain: true):
            EventSentence("the router of \(environment) was gone, and was started again", .warning)
        case .routerUp: EventSentence("the router of \(environment) listens again", .good)
        }
    }
}
