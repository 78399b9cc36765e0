extension Effect {
    /// Whether it must not begin before another one, which was cancelled, has come to its end: what is just being
    /// started can't be ended yet, and what opens the router would open it again.
    ///
    /// A rollback waits for nothing: what it overtakes looks itself whether it was cancelled before it tells the router.
    public func undoes(_ other: Effect) -> Bool {
        switch (self, other) {
        case (.step(let step, let effect), .step(let place, let other)): step == place && effect.undoes(other)
        case (.release(let environment, let effect), .release(let place, let other)):
            environment == place && effect.undoes(other)
        case (.step, _), (.release, _): false
        }
    }
}

extension StepEffect {
    fileprivate func undoes(_ other: StepEffect) -> Bool {
        switch (self, other) {
        case (.stopCommand, .runCommand): true
        case (.stopCommand, _), (.runCommand, _), (.makeArtifact, _), (.takeStored, _), (.takeSource, _),
            (.check, _):
            false
        }
    }
}

extension ReleaseEffect {
    fileprivate func undoes(_ other: ReleaseEffect) -> Bool {
        switch (self, other) {
        case (.stopInstance(let id, _), .startInstance(let other)): id == other
        // Two versions never have one place at the same time.
        case (.putInPlace(let id), .stopInstance(let other, _)), (.putInPlace(let id), .startInstance(let other)),
            (.putInPlace(let id), .putInPlace(let other)):
            id.isAt(other)
        case (.closeRouter, _): true
        case (.stopInstance, _), (.prepare, _), (.askStable, _), (.watchStable, _), (.startInstance, _),
            (.awaitReady, _), (.watchInstance, _), (.attachCandidate, _), (.shiftTraffic, _), (.returnTraffic, _),
            (.holdLease, _), (.sampleTraffic, _), (.keepRouter, _), (.confirmRouter, _), (.promoteRoute, _),
            (.drain, _), (.putInPlace, _), (.routeRequests, _), (.drainInstance, _):
            false
        }
    }
}
