import Values

/// One environment, as it is after everything that happened in it.
public struct EnvironmentRecord: Equatable, Sendable, Codable {
    public internal(set) var stable: Deployment?
    /// What was stable before; its release is kept on the hosts.
    public internal(set) var previous: Deployment?
    /// That, while its instances stay ready.
    public internal(set) var kept: KeptDeployment?
    /// The same while a release goes back to it, and has not ended any of its instances.
    var returningTo: KeptDeployment?
    /// The instances that were seen not to answer, of what is in service or is being released.
    public private(set) var troubles: [StandingTrouble] = []
    /// Since when nothing listens where the router should, and what was seen; `nil` while all is well.
    public internal(set) var routerTrouble: RouterTrouble?
    /// The run that is releasing into it now, and has it for itself until then.
    public internal(set) var releasing: RunNumber?
    /// Whether that replaces the instances of what is in service one by one: then it alone knows which are wanted.
    var isReplacedInPlace = false
    /// What was done to keep instances up.
    var upkeeps: [InstanceUpkeep] = []
    /// The versions that were released into it, oldest first; the last few dozen.
    public internal(set) var versions: [ReleasedVersion] = []
    /// How many of them stay at hand; `nil` is the standard.
    var keep: Int?
    /// The versions that could be released into it and never were, oldest first.
    public internal(set) var ready: [ReadyVersion] = []
    /// The migrations of its database that can't be reversed, oldest first.
    public internal(set) var migrations: [Migration] = []
    /// That it went back to an earlier version, and nothing newer came since.
    public internal(set) var wayBack: WayBack?
    /// The same of the release under way.
    var candidateWayBack: WayBack?
    /// The same of what that has taken the place of, as long as it may be taken back.
    var replacedWayBack: WayBack?
    /// Whether that is being taken back, so that nobody wants what it has brought.
    var isBeingTakenBack: Bool?
    /// Who took it down, and why; `nil` while it is to run.
    public internal(set) var takenDown: Standing?
    /// Whether what was taken down has ended.
    public internal(set) var isStopped = false

    mutating func promote(_ deployment: Deployment, at time: Timestamp) {
        promoteVersion(at: time)
        previous = stable
        (stable, returningTo) = (deployment, nil)
        routerTrouble = nil
        (takenDown, isStopped) = (nil, false)
        // A way back makes nothing that is ready outdated.
        if candidateWayBack == nil { forgetReady(upTo: deployment.origin) }
        forgetUpkeep()
    }

    /// - Parameter settings: the environment as the run's pipeline has it.
    mutating func begin(
        _ plan: ReleasePlan, settings: Environment?, by run: RunNumber, of pipeline: String?, at time: Timestamp
    ) {
        releasing = run
        // From here on it is the release's: to go back to, or to make room.
        (kept, returningTo) = (nil, plan.returnsToKept == true ? kept : nil)
        forgetReady(plan.artifact.digest)
        beginVersion(plan, settings: settings, in: run, of: pipeline, at: time)
        isReplacedInPlace = plan.replacement == .inPlace
        isBeingTakenBack = nil
    }

    /// What was seen during the release gives way to what is true at its end.
    mutating func finish(
        _ result: RunResult, running: Deployment?, down: [StandingTrouble], router: String?, at time: Timestamp
    ) {
        releasing = nil
        endVersion(result, takenBack: running != stable, at: time)
        isReplacedInPlace = false
        isBeingTakenBack = nil
        // It may have left a router behind.
        isStopped = false
        troubles = down
        routerTrouble = router.map { RouterTrouble(detail: $0, since: routerTrouble?.since ?? time) }
        // It was given up before it had any requests: it is as ready as it was.
        kept = kept ?? returningTo
        returningTo = nil
        defer {
            replacedWayBack = nil
            forgetSettings()
        }
        guard running != stable else { return }
        wayBack = replacedWayBack
        // What was taken back is nothing to return to.
        previous = nil
        stable = running
        forgetUpkeep()
    }
}

/// A router that is recorded as in service, and does not run.
public struct RouterTrouble: Equatable, Sendable, Codable {
    public let detail: String
    public let since: Timestamp
}

/// How what is in service really is, as far as anybody saw.
extension EnvironmentRecord {
    /// The instances of what is in service that don't answer.
    public var down: [StandingTrouble] {
        let ids = Set((stable?.instances ?? []).map(\.id))
        return troubles.filter { ids.contains($0.instance) }
    }

    /// How many instances of what is in service answer.
    public var answering: Int { (stable?.instances.count ?? 0) - down.count }

    /// The instances of what is in service whose ports other processes have: they get no requests until they answer
    /// again themselves.
    public var withheld: [PlacedInstance] {
        let taken = Set(down.filter(\.outage.failure.isTakenPort).map(\.instance))
        return stable?.instances.filter { taken.contains($0.id) } ?? []
    }

    /// Those that answer, and get no requests until somebody who looks after the router gives them theirs.
    ///
    /// - Parameter closed: the instances that the router itself says it sends nothing to; `nil` where it was not asked.
    public func keptOut(of answers: [InstanceID: InstanceAnswer], closed: Set<InstanceID>?) -> [InstanceID] {
        let ids = (stable?.instances ?? []).map(\.id)
        return ids.filter { answers[$0] == .good && (closed ?? Set(withheld.map(\.id))).contains($0) }
    }

    /// Where the router sends users, when that is not where they should be. During a release that is the release's to say.
    public func strayed(to slot: Slot?) -> Slot? {
        guard releasing == nil, let slot, slot != stable?.slot else { return nil }
        return slot
    }

    /// Since when no instance of what is in service has answered; `nil` while one does.
    public var downSince: Timestamp? {
        guard let stable, !stable.instances.isEmpty, answering == 0 else { return nil }
        return down.map(\.outage.since).max()
    }

    mutating func apply(_ event: ServiceEvent, at time: Timestamp) {
        switch event {
        case .instanceDown(let id, let failure, _): note(id, Outage(since: time, failure: failure))
        case .instanceUp(let id):
            troubles.removeAll { $0.instance == id }
            update(id) { if $0.state == .started { ($0.state, $0.upSince) = (.up, time) } }
        case .instanceRestarting(let id, let start): begin(start, of: id, at: time)
        case .instanceRestarted(let id): update(id) { $0.state = .started }
        case .restartFailed(let id, let problem): update(id) { ($0.state, $0.problem) = (.failed, problem) }
        case .instanceGivenUp(let id, _): update(id) { $0.state = .givenUp }
        case .serviceStopped: noteStopped(at: time)
        case .oldEnding: kept?.isEnding = true
        case .oldEnded: kept = nil
        case .routerDown(let detail): routerTrouble = RouterTrouble(detail: detail, since: time)
        case .routerUp: routerTrouble = nil
        }
    }

    /// What a release sees of what is, or will be, in service.
    mutating func apply(_ event: ReleaseEvent, at time: Timestamp) {
        if case .stableAsked(_, let down) = event { take(down, at: time) }
        if case .oldKept(let length) = event { keepOld(until: time + length) }
        if case .rollbackStarted = event { isBeingTakenBack = true }
        guard case .instance(let id, let event) = event else { return }
        switch event {
        case .failed(let failure): note(id, Outage(since: time, failure: failure))
        case .ready: troubles.removeAll { $0.instance == id }
        case .stopped, .abandoned:
            if returningTo?.deployment.instances.contains(where: { $0.id == id }) == true { returningTo = nil }
        case .placed, .started, .probeFailed, .drained: break
        }
    }

    private mutating func take(_ down: [InstanceTrouble], at time: Timestamp) {
        let known = troubles
        troubles = []
        for trouble in down {
            let since = known.first { $0.instance == trouble.instance }?.outage.since ?? time
            note(trouble.instance, Outage(since: since, failure: trouble.failure))
        }
    }

    mutating func note(_ id: InstanceID, _ outage: Outage) {
        guard let index = troubles.firstIndex(where: { $0.instance == id }) else {
            return troubles.append(StandingTrouble(id, outage))
        }
        guard outage.failure.isTakenPort else { return }
        troubles[index] = StandingTrouble(id, Outage(since: troubles[index].outage.since, failure: outage.failure))
    }
}
