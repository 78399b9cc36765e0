import Values

/// How a release moves from phase to phase while all is well.
extension Draft {
    mutating func startRelease(into environment: EnvironmentName, for step: StepID) {
        guard let settings = run.pipeline?.environments[environment] else {
            let problem = Problem(what: "releasing", why: "there is no environment \(environment)")
            return emit(.step(step, .finished(result: .errored, report: .problem(problem))))
        }
        guard let artifact = run.artifact else {
            return emit(.step(step, .finished(result: .errored, report: .nothingToRelease)))
        }
        let previous = ledger.stable(in: environment)
        if let report = outdated(artifact, in: environment) {
            return emit(.step(step, .finished(result: .superseded, report: report)))
        }
        let slot = previous?.slot.other ?? .blue
        let attempt = run.stepState(step)?.attempt ?? 1
        let returning = deploymentToReturnTo(of: artifact, in: environment, as: settings, slot)
        let instances =
            returning?.instances.map(\.id)
            ?? settings.hosts.flatMap { host in
                (0..<settings.service.instances).map {
                    InstanceID(run: run.number, host: host, slot: slot, index: $0, attempt: attempt)
                }
            }
        var plan = ReleasePlan(
            step: step, artifact: artifact, slot: slot, instances: instances,
            commit: run.pipeline?.stored?.commit ?? run.change?.commit, beside: previous, as: settings,
            variables: run.pipeline?.variables(ofServiceIn: environment), workspace: run.workspace, rules: rulesToKeep)
        if let stored = run.pipeline?.stored { (plan.builtIn, plan.settings) = (stored.run, settings) }
        plan.keep = settings.keep
        plan.kept = ledger.environments[environment]?.kept?.deployment
        plan.returnsToKept = returning == nil ? nil : true
        // What people went back from is not kept ready.
        plan.keepOld = run.pipeline?.stored?.isWayBack == true ? .zero : settings.rollback.keepOld
        if let stored = run.pipeline?.stored, stored.isWayBack {
            plan.wayBack = WayBack(
                to: artifact.version, in: run.number, by: run.startedBy ?? .policy, reason: stored.reason)
        }
        emit(.release(environment, .started(plan: plan)))
    }

    /// Where what was built before is released by the file at hand, nobody has approved what that says by now: what other
    /// files are compared with stays what it was.
    private var rulesToKeep: DeliveryRules? {
        guard let pipeline = run.pipeline else { return nil }
        let own = pipeline.wholeRules ?? DeliveryRules(pipeline)
        return pipeline.stored == nil ? own : ledger.newestRules(for: own)?.rules ?? own
    }

    /// Why the version may not take the place of what is in service; `nil` where it may.
    private func outdated(_ artifact: Artifact, in environment: EnvironmentName) -> StepReport? {
        guard let record = ledger.environments[environment], let stable = record.stable else { return nil }
        let newer = StepReport.newerInService(
            version: stable.artifact.version, run: stable.run, environment: environment)
        guard let stored = run.pipeline?.stored else { return stable.origin > run.number ? newer : nil }
        // Done again after it has promoted, it finds itself.
        guard stable.run != run.number else { return nil }
        // It may have waited while something else came into service.
        if stored.replaces.map({ $0 != stable.artifact.digest }) ?? (stable.run > run.number) { return newer }
        guard stored.isOverMigration != true, let migration = record.migration(after: stored, but: run.number) else {
            return nil
        }
        return .migratedSince(run: migration.run, environment: environment)
    }

    /// What comes too late, as from an effect that is no longer wanted, changes nothing.
    mutating func take(_ input: ReleaseInput, in environment: EnvironmentName) {
        guard let release = run.activeRelease(in: environment) else { return }
        switch input {
        case .sampled(let sample): emit(.release(environment, .trafficSampled(sample: sample)))
        case .stableAsked(let answers): if release.isStableUnknown { takeAnswers(answers, in: release) }
        case .stableAnswered(let id, let answer): take(answer, of: id, in: release)
        case .instance(let id, let input): take(input, of: id, in: release)
        case .prepared(let renewed):
            guard release.phase == .preparing, !release.isStableUnknown else { return }
            emit(.release(environment, .prepared(renewed: renewed.isEmpty ? nil : renewed)))
        case .requestsRouted(let instances): takeRoute(instances, in: release)
        case .attached: if release.phase == .attaching { emit(.release(environment, .candidateAttached)) }
        case .shifted(let share): takeShift(to: share, in: release)
        case .leaseLost: takeLostLease(in: release)
        case .leftUnwatched: if release.isExposedInPart { closeUnwatchedShare(of: release) }
        case .routePromoted(let slot):
            guard release.phase == .promoting, slot == release.plan.slot else { return }
            emit(.release(environment, .promoted(deployment: release.candidateDeployment(of: run.number))))
        case .trafficReturned: if release.phase == .withdrawing { withdraw(release, confirmed: true) }
        case .draining(let slot, let open): noteOpenRequests(open, in: slot, of: release)
        case .drained(let slot, let cut):
            guard release.phase == .draining, release.partingSlot == slot else { return }
            emit(.release(environment, .drained(slot: slot, cut: cut)))
        case .routerSeen(let look): if release.needsRouter { take(look, in: release) }
        case .routerConfirmed(let look): if release.lacksOnlyRouter { confirmRouter(look, in: release) }
        case .routerClosed: if release.phase == .closing { emit(.release(environment, .routerClosed)) }
        case .errored(let effect, let problem): takeProblem(effect, problem, in: release)
        }
    }

    private mutating func takeRoute(_ instances: [InstanceID], in release: ReleaseState) {
        let isWanted = release.effects.contains { effect in
            if case .routeRequests(let wanted) = effect { wanted.map(\.id) == instances } else { false }
        }
        if isWanted { emit(.release(release.environment, .requestsRouted(to: instances))) }
    }

    private mutating func takeShift(to share: Share, in release: ReleaseState) {
        guard release.phase == .shifting, release.target == share else { return }
        let took = now - (release.targetSince ?? now)
        emit(.release(release.environment, .trafficShifted(to: share, took: took)))
    }

    private mutating func takeLostLease(in release: ReleaseState) {
        switch release.phase {
        case .shifting, .baking: loseLease(of: release)
        // The promotion goes on, and gives the candidate everything without a lease.
        case .promoting: if release.split > .none { emit(.release(release.environment, .leaseLost)) }
        case .preparing, .starting, .attaching, .replacing, .watching, .withdrawing, .draining, .confirming,
            .stopping, .restoring, .closing, .finished:
            break
        }
    }

    private mutating func noteOpenRequests(_ open: Int, in slot: Slot, of release: ReleaseState) {
        guard release.phase == .draining, release.partingSlot == slot, open > 0 else { return }
        emit(
            .release(
                release.environment,
                .drainStarted(slot: slot, open: open, within: release.settings.service.drainWithin)))
    }

    private mutating func take(_ input: InstanceInput, of id: InstanceID, in release: ReleaseState) {
        switch input {
        case .placed:
            guard release.isWaiting(id, in: .waiting) else { return }
            emit(.release(release.environment, .instance(id, .placed)))
        case .drained(let cut):
            guard release.isWanted({ if case .drainInstance(id, _, _) = $0 { true } else { false } }) else { return }
            emit(.release(release.environment, .instance(id, .drained(cut: cut))))
        case .started(let endpoint):
            guard release.isWaiting(id, in: .starting) else { return }
            emit(.release(release.environment, .instance(id, .started(endpoint: endpoint))))
        case .ready(let listener):
            if release.isWaiting(id, in: .started) { takeReadiness(of: id, listener, in: release) }
        case .unready(let failure): if release.isOverdue(id, at: now) { condemn(id, for: failure, in: release) }
        case .failed(let failure): condemn(id, for: failure, in: release)
        case .stopped:
            if release.isStopping(id) { emit(.release(release.environment, .instance(id, .stopped))) }
        case .probed(let answer): takeAnswer(answer, of: id, in: release)
        case .observed(let observation):
            if release.settings.probes.contains(where: { $0.rule == observation.rule }) {
                takeAnswer(observation.answer, of: id, by: observation.rule, in: release)
            }
        }
    }

    /// Takes every step that nothing holds back: evidence, bake, halt, or an effect under way.
    mutating func proceedReleases() {
        for environment in run.releases.map(\.environment) { proceedRelease(in: environment) }
    }

    private mutating func proceedRelease(in environment: EnvironmentName) {
        while let release = run.activeRelease(in: environment) {
            let before = events.count
            haltWithoutStable(release)
            if let current = run.activeRelease(in: environment) { judge(current) }
            if let current = run.activeRelease(in: environment) { advance(current) }
            if events.count == before { return }
        }
        finishDeployStep(in: environment)
    }

    private mutating func advance(_ release: ReleaseState) {
        switch release.phase {
        case .attaching where release.attached && !release.isHalted:
            expose(release)
        case .baking where !release.isHalted:
            lookAtBake(of: release)
        case .replacing where release.isReachSettled:
            emit(
                .release(
                    release.environment,
                    .trafficShifted(
                        to: release.target ?? release.split, took: now - (release.targetSince ?? now))))
        case .promoting where release.isInPlace:
            guard !release.isPromoted, !release.isHalted, release.areAllReplaced else { break }
            emit(.release(release.environment, .promoted(deployment: release.candidateDeployment(of: run.number))))
        case .promoting where release.isPromoted:
            finish(release)
        case .restoring:
            lookAtRoute(of: release)
        case .watching where !release.isHalted:
            if let end = release.endOfWatch, now >= end {
                emit(.release(release.environment, .oldReleased))
            }
        case .stopping where release.keepsOld && release.oldKeptUntil == nil:
            emit(.release(release.environment, .oldKept(for: release.plan.keepOld ?? .zero)))
        case .draining where !release.isHalted && !release.platform.drains:
            if let slot = release.partingSlot { emit(.release(release.environment, .drained(slot: slot, cut: nil))) }
        case .confirming where release.isConfirmedByNobody:
            halt(release, by: .policy, reason: .candidateDown(version: release.plan.artifact.version))
        case .withdrawing:
            lookAtWithdrawal(of: release)
        case .stopping where release.leavesRouterBehind && release.partingInstances.allSatisfy({ !$0.mayRun }):
            emit(.release(release.environment, .routerClosing))
        case .closing where release.isRouterClosed:
            finish(release)
        case .preparing, .starting, .attaching, .shifting, .baking, .replacing, .promoting, .watching, .draining,
            .confirming, .stopping, .closing, .finished:
            break
        }
        endRetryPause(of: release.environment)
    }

    /// With nothing in service, or nothing that answers, there is nothing to compare with and nobody to protect: the
    /// release goes straight to all traffic once it is ready. One that was taken up goes on at the step where it was.
    private mutating func expose(_ release: ReleaseState) {
        guard !release.goesAsFirst, let rung = release.rung else {
            let reason = release.isStableDown ? Reason.stableDown(release.stableOutage) : nil
            return emit(.release(release.environment, .promotionStarted(by: .policy, reason: reason)))
        }
        emit(.release(release.environment, .trafficShifting(to: rung.exposure.share)))
    }

    /// The deployment step ends with its release, and as the release did.
    private mutating func finishDeployStep(in environment: EnvironmentName) {
        guard let release = run.release(in: environment), let result = release.result else { return }
        let id = release.plan.step
        guard run.stepState(id)?.phase == .running else { return }
        emit(.step(id, .finished(result: result, report: release.report)))
    }
}

extension ReleaseState {
    /// Whether the router would stand there with nothing behind it: after a first release that was taken back. It may
    /// have been started although nobody heard of that.
    var leavesRouterBehind: Bool { isRollingBack && plan.previous == nil }

    /// The instances that this release starts: of the new version, and in place those of the old one that it puts back.
    var startedInstances: [InstanceState] { instances + restored }

    func startOf(_ id: InstanceID) -> Timestamp {
        startedInstances.first { $0.id == id }?.startedAt ?? startedAt
    }

    func isWaiting(_ id: InstanceID, in phase: InstanceState.Phase) -> Bool {
        startedInstances.contains { $0.id == id && $0.phase == phase }
    }

    func isWanted(_ isMeant: (ReleaseEffect) -> Bool) -> Bool { effects.contains(where: isMeant) }

    /// Whether an instance has had all the time that it has to get ready.
    func isOverdue(_ id: InstanceID, at now: Timestamp) -> Bool {
        isWaiting(id, in: .started) && now >= startOf(id) + settings.service.startWithin
    }

    func isStopping(_ id: InstanceID) -> Bool {
        isInPlace
            ? isWanted { if case .stopInstance(id, _) = $0 { true } else { false } }
            : phase == .stopping && partingInstances.contains { $0.id == id && $0.mayRun }
                || phase == .preparing && displaced.contains { $0.id == id && $0.mayRun }
    }

    /// What users have when the release ends now.
    func deploymentAtEnd(of run: RunNumber) -> Deployment? {
        if isLeftToCandidate { return candidateDeployment(of: run, keeping: routedCandidates) }
        return isRollingBack ? restoredDeployment : candidateDeployment(of: run)
    }

    func candidateDeployment(of run: RunNumber, keeping instances: [InstanceState]? = nil) -> Deployment {
        let readiness = settings.readiness
        let check = ServiceCheck(
            path: readiness.path, within: readiness.within, listen: settings.traffic.listen,
            listener: settings.service.listener)
        return Deployment(
            artifact: plan.artifact, slot: plan.slot, run: run,
            instances: instances?.compactMap(\.placed) ?? placedInstances, check: check,
            commit: plan.commit,
            start: returned?.start ?? ServiceStart(settings, variables: plan.variables, workspace: plan.workspace),
            rules: plan.rules, builtIn: plan.builtIn)
    }

    /// The candidate's instances that listen somewhere.
    public var placedInstances: [PlacedInstance] {
        instances.compactMap { state in
            state.endpoint.map { PlacedInstance(id: state.id, endpoint: $0) }
        }
    }

    /// The slot that leaves service at the end: the candidate's after a rollback, otherwise the previous version's.
    var partingSlot: Slot? { isRollingBack ? plan.slot : plan.previous?.slot }

    /// The instances that are stopped at the end.
    var partingInstances: [InstanceState] { isRollingBack ? instances + displaced : keepsOld ? [] : leaving }
}
