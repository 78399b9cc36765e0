import Values

/// The wall clock was set while an executor was at work. Elapsed time is what it was; only its name has changed.
extension Draft {
    mutating func moveClock(by jump: Duration) {
        guard run.pipeline != nil, run.result == nil else { return }
        emit(.run(.clockJumped(by: jump)))
        expireApproval()
    }
}

extension ReleaseState {
    /// A bake begins again: the router's lease goes by the wall clock, so nobody can say what users had meanwhile.
    /// What else is timed keeps the time that it had left.
    mutating func moveClock(by jump: Duration, at time: Timestamp) {
        health.moveClock(by: jump)
        targetSince = targetSince.map { $0 + jump }
        watchingSince = watchingSince.map { $0 + jump }
        retryAt = retryAt.map { $0 + jump }
        for index in instances.indices { instances[index].startedAt = instances[index].startedAt.map { $0 + jump } }
        for index in restored.indices { restored[index].startedAt = restored[index].startedAt.map { $0 + jump } }
        rollback?.moveClock(by: jump)
        noteClock(movedBy: jump)
        lastEventAt = time
        if phase == .baking { beginBake(at: time) }
    }

    /// By a clock that is set back, what is leased lasts for as much longer.
    mutating func noteClock(movedBy jump: Duration) {
        leaseExcess = max(.zero, leaseExcess - jump)
        hasClockMoved = true
    }
}

extension Rollback {
    fileprivate mutating func moveClock(by jump: Duration) {
        startedAt = startedAt + jump
        triedSince = triedSince + jump
    }
}
