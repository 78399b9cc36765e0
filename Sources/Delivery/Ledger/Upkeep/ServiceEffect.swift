import Values

/// What is to be done for what is in service, beside releases.
public enum ServiceEffect: Hashable, Sendable {
    /// Starts an instance as it was released, on the port that it had, for the `start`-th time.
    case startAgain(PlacedInstance, start: Int)
    /// Ends what was kept ready for a way back.
    case endOld([PlacedInstance], within: Duration)
    /// Ends the router, so that nobody is sent anywhere, and then every instance.
    case takeDown
}

/// What was seen of what is in service, or came of an effect for it.
public enum ServiceInput: Equatable, Sendable {
    /// An instance was asked.
    case answered(InstanceID, InstanceAnswer)
    /// Somebody tried to reach the router.
    case routerAnswered(InstanceAnswer)
    /// The router had gone, and was started again.
    case routerStarted
    case started(InstanceID, start: Int)
    case startFailed(InstanceID, start: Int, Problem)
    /// A round was made: time may have come for something.
    case looked
    /// What was kept ready has ended, but for what is `left`.
    case oldEnded(left: [Problem])
    /// What was taken down has ended, but for what is `left`.
    case takenDown(left: [Problem])
}
