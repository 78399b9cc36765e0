/// How a release moves from phase to phase while all is well.
extension Draft {
    mutating func startRelease(into environment: EnvironmentName, for step: StepID) {
        guard let artifact = run.artifact, let settings = run.pipeline?.environments[environment] else {
            let detail = run.artifact == nil ? "no artifact was made before" : "there is no environment \(environment)"
            return emit(.stepFinished(step: step, result: .errored, detail: detail))
        }
        let previous = ledger.stable(in: environment)
        if let previous, previous.run > run.number {
            let detail = "\(environment) has \(previous.artifact.version) of run \(previous.run) already"
            return emit(.stepFinished(step: step, result: .superseded, detail: detail))
        }
        let slot = previous?.slot.other ?? .blue
        let attempt = run.stepState(step)?.attempt ?? 1
        let instances = settings.hosts.flatMap { host in
            (0..<settings.service.instances).map {
                InstanceID(run: run.number, host: host, slot: slot, index: $0, attempt: attempt)
            }
        }
        emit(
            .releaseStarted(
                environment: environment,
                plan: ReleasePlan(
                    step: step, artifact: artifact, previous: previous, slot: slot, instances: instances,
                    commit: run.change?.commit)))
    }

    mutating func takeReleaseInput(_ input: Input) {
        guard let release = run.activeRelease else { return }
        let environment = release.environment
        switch input {
        case .sampled(environment, let sample):
            emit(.trafficSampled(environment: environment, sample: sample))
        case .stableAsked(environment, let answers) where release.isStableUnknown:
            takeAnswers(answers, in: release)
        case .stableAnswered(environment, let id, let answer):
            take(answer, of: id, in: release)
        case .prepared(environment, let renewed) where release.phase == .preparing && !release.isStableUnknown:
            emit(.releasePrepared(environment: environment, renewed: renewed.isEmpty ? nil : renewed))
        case .attached(environment) where release.phase == .attaching:
            emit(.candidateAttached(environment: environment))
        case .shifted(environment, let share) where release.phase == .shifting && release.target == share:
            emit(.trafficShifted(environment: environment, to: share, took: now - (release.targetSince ?? now)))
        case .routePromoted(environment, release.plan.slot) where release.phase == .promoting:
            emit(.promoted(environment: environment, deployment: release.candidateDeployment(of: run.number)))
        case .trafficReturned(environment, _) where release.phase == .withdrawing:
            withdraw(release, confirmed: true)
        case .leaseLost(environment) where release.phase == .shifting || release.phase == .baking:
            loseLease(of: release)
        case .leftUnwatched(environment) where release.hangsOnLease:
            closeUnwatchedShare(of: release)
        // The promotion goes on, and gives the candidate everything without a lease.
        case .leaseLost(environment) where release.phase == .promoting && release.split > .none:
            emit(.leaseLost(environment: environment))
        case .draining(environment, release.partingSlot, let open) where release.phase == .draining && open > 0:
            noteOpenRequests(open, of: release)
        case .drained(environment, let slot, let cut) where release.phase == .draining && release.partingSlot == slot:
            emit(.drained(environment: environment, slot: slot, cut: cut))
        case .effectErrored(let effect, let problem):
            takeProblem(effect, problem, in: release)
        default:
            takeInstanceInput(input, in: release)
        }
    }

    private mutating func noteOpenRequests(_ open: Int, of release: ReleaseState) {
        guard let slot = release.partingSlot else { return }
        emit(
            .drainStarted(
                environment: release.environment, slot: slot, open: open,
                within: release.settings.service.drainWithin))
    }

    private mutating func takeInstanceInput(_ input: Input, in release: ReleaseState) {
        let environment = release.environment
        switch input {
        case .instanceStarted(environment, let id, let endpoint) where release.isWaiting(id, in: .starting):
            emit(.instanceStarted(environment: environment, instance: id, endpoint: endpoint))
        case .instanceReady(environment, let id, let listener) where release.isWaiting(id, in: .started):
            takeReadiness(of: id, listener, in: release)
        case .instanceStopped(environment, let id) where release.isStopping(id):
            emit(.instanceStopped(environment: environment, instance: id))
        case .routerClosed(environment) where release.phase == .closing:
            emit(.routerClosed(environment: environment))
        case .routerSeen(environment, let look) where release.needsRouter: take(look, in: release)
        case .routerConfirmed(environment, let look) where release.lacksOnlyRouter: confirmRouter(look, in: release)
        case .instanceFailed(environment, let id, let failure):
            condemn(id, for: failure, in: release)
        case .probed(environment, let id, let answer):
            takeAnswer(answer, of: id, in: release)
        default:
            break
        }
    }

    /// Takes every step that nothing holds back: evidence, bake, halt, or an effect under way.
    mutating func proceedRelease() {
        while let release = run.activeRelease {
            let before = events.count
            haltWithoutStable(release)
            if let current = run.activeRelease { judge(current) }
            if let current = run.activeRelease { advance(current) }
            if events.count == before { return }
        }
        finishDeployStep()
    }

    private mutating func advance(_ release: ReleaseState) {
        switch release.phase {
        case .attaching where release.attached && !release.isHalted:
            expose(release)
        case .baking where !release.isHalted:
            lookAtBake(of: release)
        case .promoting where release.isPromoted:
            finish(release)
        case .keepingOld where !release.isHalted:
            if let end = release.endOfKeepingOld, now >= end {
                emit(.oldReleased(environment: release.environment))
            }
        case .confirming where release.isConfirmedByNobody:
            halt(by: .policy, reason: "no instance of \(release.plan.artifact.version) answers any more")
        case .withdrawing:
            lookAtWithdrawal(of: release)
        case .stopping where release.leavesRouterBehind && release.partingInstances.allSatisfy({ !$0.mayRun }):
            emit(.routerClosing(environment: release.environment))
        case .closing where release.isRouterClosed:
            finish(release)
        default:
            break
        }
        endRetryPause()
    }

    /// With nothing in service, or nothing that answers, there is nothing to compare with and nobody to protect: the
    /// release goes straight to all traffic once it is ready. One that was taken up goes on at the step where it was.
    private mutating func expose(_ release: ReleaseState) {
        let steps = release.settings.strategy.steps
        guard !release.goesAsFirst, steps.indices.contains(release.stepIndex) else {
            let reason = release.isStableDown ? release.outageForTheRecord : nil
            return emit(.promotionStarted(environment: release.environment, by: .policy, reason: reason))
        }
        emit(.trafficShifting(environment: release.environment, to: steps[release.stepIndex]))
    }

    /// The deployment step ends with its release, and as the release did.
    private mutating func finishDeployStep() {
        guard let release = run.release, let result = release.result else { return }
        let id = release.plan.step
        guard run.stepState(id)?.phase == .running else { return }
        emit(.stepFinished(step: id, result: result, detail: release.endDetail))
    }
}

extension ReleaseState {
    /// Whether the router would stand there with nothing behind it: after a first release that was taken back. It may
    /// have been started although nobody heard of that.
    var leavesRouterBehind: Bool { isRollingBack && plan.previous == nil }

    func startOf(_ id: InstanceID) -> Timestamp {
        instances.first { $0.id == id }?.startedAt ?? startedAt
    }

    func isWaiting(_ id: InstanceID, in phase: InstanceState.Phase) -> Bool {
        instances.contains { $0.id == id && $0.phase == phase }
    }

    func isStopping(_ id: InstanceID) -> Bool {
        phase == .stopping && partingInstances.contains { $0.id == id && $0.mayRun }
    }

    func candidateDeployment(of run: RunNumber) -> Deployment {
        let readiness = settings.readiness
        let check = ServiceCheck(
            path: readiness.path, within: readiness.within, listen: settings.traffic.listen,
            listener: settings.service.listener)
        return Deployment(
            artifact: plan.artifact, slot: plan.slot, run: run, instances: placedInstances, check: check,
            commit: plan.commit)
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
    var partingInstances: [InstanceState] { isRollingBack ? instances : leaving }
}
