/// What is to be done for what is in service, beside releases.
public enum ServiceEffect: Hashable, Sendable {
    /// Starts an instance as it was released, on the port that it had, for the `start`-th time.
    case startAgain(PlacedInstance, start: Int)
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
    /// What was taken down has ended, but for what is `left`.
    case takenDown(left: [Problem])
}
