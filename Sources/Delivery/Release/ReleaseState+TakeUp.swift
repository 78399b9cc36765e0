import Values

extension ReleaseState {
    /// Forgets what nobody has watched since the last executor died: stable is asked anew, and the candidate has to prove
    /// itself again before its share, or more than its share, is opened. Evidence, halt and verdict stand.
    mutating func takeUp(at time: Timestamp) {
        // Nobody was there to see it set back.
        if let last = lastEventAt, time < last { noteClock(movedBy: time - last) }
        lastEventAt = time
        health.restartClock(at: time)
        isRouteUncertain = isInPlace
        if wasExposed { health.hasGap = true }
        // In place, users may be with what is put back although nobody has recorded that.
        if needsStable || isInPlace { stableAskedAt = nil }
        // The pause has been long enough; by a clock that was set back meanwhile it would go on for as long.
        retryAt = nil
        restartPatience(at: time)
        guard !isRollingBack else {
            rollback?.triedSince = time
            return
        }
        switch phase {
        case .replacing,
            .baking where isInPlace:
            // The places that are filled stay filled: nothing closes by itself there, and somebody looks again now.
            demandProof(at: time)
            bake = nil
            target = target ?? split
            phase = .replacing
        case .promoting where isInPlace:
            demandProof(at: time)
        case .attaching where isInPlace: break
        case .starting, .attaching, .shifting, .baking:
            demandProof(at: time)
            attached = false
            bake = nil
            target = nil
            phase = .starting
            lookWhetherReady()
        case .confirming:
            demandProof(at: time)
        case .promoting:
            // Whether the router was told is not known. Telling it again is safe, once the candidate is seen to be.
            demandProof(at: time)
        case .watching:
            // Nobody could have rolled back in the meantime: the old version is kept for the whole time again.
            watchingSince = time
        case .preparing, .withdrawing, .draining, .stopping, .restoring, .closing, .finished:
            break
        }
    }

    /// Whoever is being waited for has all his time anew: by a clock that was set meanwhile it would be over, or endless.
    private mutating func restartPatience(at time: Timestamp) {
        for index in instances.indices where instances[index].phase == .started { instances[index].startedAt = time }
        for index in restored.indices where restored[index].phase == .started { restored[index].startedAt = time }
    }

    mutating func demandProof(at time: Timestamp) {
        for index in instances.indices where instances[index].phase == .ready {
            instances[index].phase = .started
            instances[index].startedAt = time
        }
    }

    /// Whether the candidate still has to prove itself before a promotion is repeated.
    var isProvingItself: Bool {
        phase == .promoting && !isInPlace && instances.contains { $0.phase == .started }
    }

    /// Goes on to the router when no instance has to be waited for. One that failed after exposure is not: whether the
    /// candidate can do without is for a person to say, who was asked when it failed.
    mutating func lookWhetherReady() {
        let isReady = instances.allSatisfy { $0.phase == .ready || wasExposed && $0.phase == .failed }
        if phase == .starting, isReady { phase = .attaching }
    }
}
