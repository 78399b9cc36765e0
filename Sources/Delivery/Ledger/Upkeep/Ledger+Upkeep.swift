import Values

/// What is in service is kept up: what dies is started again, as it was released.
extension Ledger {
    /// What is to be done for what is in service now; what disappears from here is not wanted any more.
    public func serviceEffects(in environment: EnvironmentName) -> Set<ServiceEffect> {
        guard let record = environments[environment], record.stable != nil else { return [] }
        let ending = record.kept.flatMap {
            $0.isEnding ? ServiceEffect.endOld($0.deployment.instances, within: $0.deployment.stopWithin) : nil
        }
        let ends: Set<ServiceEffect> = record.releasing == nil ? Set([ending].compactMap { $0 }) : []
        if record.takenDown != nil {
            return ends.union(record.releasing == nil && !record.isStopped ? [.takeDown] : [])
        }
        return ends.union(
            record.wantedDeployments.flatMap(\.instances).compactMap { placed in
                guard let upkeep = record.upkeep(of: placed.id), upkeep.state == .starting else { return nil }
                return .startAgain(placed, start: upkeep.start)
            })
    }

    /// The events to record after something was seen of what is in service, or came of an effect for it.
    public func decide(
        _ input: ServiceInput, in environment: EnvironmentName, at now: Timestamp
    ) -> [Event] {
        guard let record = environments[environment], record.stable != nil else { return [] }
        let events: [ServiceEvent]
        switch input {
        case .answered(let id, let answer):
            return decide(answer, of: id, in: environment)
                + record.restart(of: id, after: answer, at: now).map { .service(environment, $0) }
        case .routerAnswered(let answer): return decide(router: answer, in: environment)
        case .routerStarted:
            events = record.releasing == nil && record.takenDown == nil ? [.routerUp(startedAgain: true)] : []
        case .started(let id, let start):
            events = record.isBeginning(start, of: id) ? [.instanceRestarted(instance: id)] : []
        case .startFailed(let id, let start, let problem):
            events = record.isBeginning(start, of: id) ? [.restartFailed(instance: id, problem: problem)] : []
        case .looked: events = record.isKeptLongEnough(at: now) ? [.oldEnding] : []
        case .oldEnded(let left): events = record.kept?.isEnding == true ? [.oldEnded(left: left)] : []
        case .takenDown(let left):
            events = record.takenDown != nil && !record.isStopped ? [.serviceStopped(left: left)] : []
        }
        return events.map { .service(environment, $0) }
    }
}

extension EnvironmentRecord {
    fileprivate func isBeginning(_ start: Int, of id: InstanceID) -> Bool {
        guard let upkeep = upkeep(of: id) else { return false }
        return upkeep.state == .starting && upkeep.start == start
    }

    /// Starts again what has ended, and what was started again and does not come to answer.
    ///
    /// Only what has ended: one that hangs may be at work on something, and ending it is not for a rule that knows one
    /// answer.
    fileprivate func restart(of id: InstanceID, after answer: InstanceAnswer, at now: Timestamp) -> [ServiceEvent] {
        guard let start = wantedDeployment(with: id)?.start, hasEnded(id, answer, within: start.within, at: now)
        else { return [] }
        guard let upkeep = upkeep(of: id) else { return [.instanceRestarting(instance: id, start: 2)] }
        guard upkeep.state != .starting, upkeep.state != .givenUp, upkeep.isDue(at: now) else { return [] }
        let row = upkeep.row(endingAt: now)
        if row >= RestartPolicy.limit { return [.instanceGivenUp(instance: id, starts: row)] }
        return [.instanceRestarting(instance: id, start: upkeep.start + 1)]
    }

    private func hasEnded(
        _ id: InstanceID, _ answer: InstanceAnswer, within limit: Duration, at now: Timestamp
    ) -> Bool {
        switch answer {
        case .good, .taken: return false
        case .ended: return true
        case .bad:
            guard let upkeep = upkeep(of: id), upkeep.state == .started else { return false }
            return now < upkeep.since || now >= upkeep.since + limit
        }
    }
}
