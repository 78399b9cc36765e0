import Delivery

extension StandingEvent {
    var sentence: EventSentence {
        switch self {
        case .environmentFrozen(let environment, let actor, let reason):
            EventSentence("\(environment) frozen by \(actor)", because: reason, .warning)
        case .environmentUnfrozen(let environment, let actor, let reason):
            EventSentence("\(environment) unfrozen by \(actor)", because: reason)
        case .environmentTakenDown(let environment, let actor, let reason):
            EventSentence("\(environment) taken down by \(actor)", because: reason, .warning)
        case .environmentBroughtUp(let environment, let actor, let reason):
            EventSentence("\(environment) brought up by \(actor)", because: reason.isEmpty ? nil : reason)
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            EventSentence(
                "transition to \(TransitionID(stage, of: pipeline)) disabled by \(actor)", because: reason, .warning)
        case .transitionEnabled(let stage, let actor, let reason, let pipeline):
            EventSentence("transition to \(TransitionID(stage, of: pipeline)) enabled by \(actor)", because: reason)
        }
    }
}
