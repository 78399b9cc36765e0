import Judge
import Values

/// What people can order, and when.
extension Draft {
    mutating func take(
        _ order: Order, in environment: EnvironmentName?, by actor: Actor, reason: String?, anyway: Bool,
        seen: SeenChange?
    ) throws(Refusal) {
        if let refusal = run.refusal(of: order, in: environment, by: actor) { throw refusal }
        if let refusal = run.refusal(of: order, after: seen) { throw refusal }
        if !anyway, let objection = run.objection(to: order, in: environment) { throw objection }
        switch order {
        case .approve:
            try refuseLateAnswer()
            try refuseUnknownAuthors()
            approve(by: actor, reason: reason)
        case .reject:
            guard let stage = run.waitingStage?.name else { return }
            emit(.stage(stage, .rejected(by: actor, reason: reason)))
            end(stage, .rejected)
        case .halt, .resume, .promote, .rollBack:
            for release in run.releases(meantBy: order, in: environment) {
                carryOut(order, on: release, by: actor, reason: reason)
            }
        case .cancel: cancel(by: actor, reason: reason)
        case .retry: try reopen(by: actor, reason: reason)
        case .skip: try skipFailures(by: actor, reason: reason)
        }
    }

    private mutating func carryOut(_ order: Order, on release: ReleaseState, by actor: Actor, reason: String?) {
        func emitRelease(_ event: ReleaseEvent) { emit(.release(release.environment, event)) }
        switch order {
        case .halt: halt(release, by: actor, reason: reason.map(Reason.words))
        case .resume: emitRelease(.resumed(by: actor, reason: reason))
        case .promote: emitRelease(.promotionStarted(by: actor, reason: reason.map(Reason.words)))
        case .rollBack: emitRelease(.rollbackStarted(cause: .ordered(by: actor, reason: reason)))
        case .approve, .reject, .cancel, .retry, .skip: break
        }
    }

    /// A question can be past its time before a tick has noticed.
    private func refuseLateAnswer() throws(Refusal) {
        guard let stage = run.waitingStage, let expires = stage.approval?.expires, now >= expires else { return }
        throw Refusal("the approval of \(stage.name) came too late; start a new run")
    }

    private mutating func approve(by actor: Actor, reason: String?) {
        guard let stage = run.waitingStage?.name else { return }
        emit(
            .stage(
                stage, .approved(by: actor, reason: reason, commit: run.change?.commit, digest: run.artifact?.digest)))
    }

    private mutating func cancel(by actor: Actor, reason: String?) {
        emit(.run(.cancelRequested(by: actor, reason: reason)))
        for release in run.activeReleases where release.canRollBack {
            emit(.release(release.environment, .rollbackStarted(cause: .cancelled(by: actor, reason: reason))))
        }
    }

    /// Rejects a stage whose question nobody answered in time.
    mutating func expireApproval() {
        guard let stage = run.waitingStage, let expires = stage.approval?.expires, now >= expires else { return }
        emit(.stage(stage.name, .approvalExpired))
        end(stage.name, .rejected)
    }
}

extension RunState {
    /// Why `order` can't be carried out now; `nil` when it can. The dashboard shows it on a disabled key.
    ///
    /// - Parameter environment: which release is meant; `nil` is the only one that is under way, and of a halt all.
    public func refusal(of order: Order, in environment: EnvironmentName? = nil, by actor: Actor) -> Refusal? {
        if order.reopens { return reopeningRefusal(of: order) }
        if let newer = supersededBy { return Refusal("run \(number) has been superseded by run \(newer)") }
        if result != nil { return refusalAfterEnd(of: order) }
        switch order {
        case .approve, .reject:
            return gateRefusal(of: order, by: actor)
        case .cancel:
            return cancelled ? Refusal("the run is already being cancelled") : nil
        case .halt, .resume, .promote, .rollBack:
            return releaseRefusal(of: order, in: environment)
        case .retry, .skip:
            return nil
        }
    }

    /// Whether it was ordered before, and all that is left is to carry it out.
    public func isGiven(_ order: Order) -> Bool { order == .cancel && cancelled && result == nil }

    private func releaseRefusal(of order: Order, in environment: EnvironmentName?) -> Refusal? {
        if let environment {
            guard let release = activeRelease(in: environment) else {
                return Refusal("no release to \(environment) is under way")
            }
            return release.refusal(of: order)
        }
        let releases = activeReleases
        guard let first = releases.first else { return Refusal("no release is under way") }
        guard releases.count > 1 else { return first.refusal(of: order) }
        if order == .halt {
            let refusals = releases.compactMap { release in
                release.refusal(of: .halt).map { "\(release.environment): \($0)" }
            }
            return refusals.count < releases.count ? nil : Refusal(refusals.joined(separator: "; "))
        }
        let options = releases.map { "--environment \($0.environment)" }.joined(separator: ", or ")
        return Refusal("\(releases.count) releases are under way; say which is meant: \(options)")
    }

    /// The releases that an order is for, once it is not refused. What stops may be for all of them.
    func releases(meantBy order: Order, in environment: EnvironmentName?) -> [ReleaseState] {
        if let environment { return activeRelease(in: environment).map { [$0] } ?? [] }
        return order == .halt ? activeReleases.filter { $0.refusal(of: .halt) == nil } : activeReleases
    }

    private func refusalAfterEnd(of order: Order) -> Refusal {
        guard order == .rollBack, let release, release.isPromoted, !release.isRollingBack else {
            return Refusal("run \(number) has \(result?.participle ?? "ended")")
        }
        return Refusal(
            "run \(number) has ended; to go back to what was before: slipway rollback --environment "
                + "\(release.environment) --reason TEXT, or to any version that is kept: slipway release VERSION --to "
                + "\(release.environment)")
    }

    /// What speaks against `order` so much that it is refused until somebody insists; `nil` when nothing does.
    public func objection(to order: Order, in environment: EnvironmentName? = nil) -> Refusal? {
        releases(meantBy: order, in: environment).lazy.compactMap { $0.objection(to: order) }.first
    }

    /// Whether what speaks against `order` will be known in a moment, so that it is better put off than refused. Whoever
    /// insists need not wait, and nobody for longer than ``patienceWithStable``.
    public func isBetterPutOff(
        _ order: Order, in environment: EnvironmentName? = nil, by actor: Actor
    ) -> Bool {
        switch order {
        case .rollBack, .cancel:
            refusal(of: order, in: environment, by: actor) == nil
                && releases(meantBy: order, in: environment).contains(where: \.learnsOfStable)
        case .approve, .reject, .halt, .resume, .promote, .retry, .skip: false
        }
    }

    /// How long an order waits at most for what stable answers.
    public static let patienceWithStable = Duration.seconds(5)

    private func gateRefusal(of order: Order, by actor: Actor) -> Refusal? {
        guard let stage = waitingStage else { return Refusal("no stage waits for an approval") }
        let gates = gates(toPassFor: stage)
        if order == .reject { return gates.lazy.compactMap { $0.refusalToDecide(by: actor) }.first }
        let leadingTo = environments(from: stage.name)
        return gates.lazy.compactMap { $0.refusalToApprove(by: actor, in: self, leadingTo: leadingTo) }.first
    }

    /// Where an approval of the stage leads: the environments of it and of those that follow; of the whole pipeline when
    /// these have none.
    private func environments(from stage: StageName) -> [EnvironmentName] {
        let following = stages.drop { $0.name != stage }.flatMap { $0.stage.steps.compactMap(\.target) }
        return following.isEmpty ? pipeline?.environmentNames ?? [] : following
    }
}

extension ReleaseState {
    func refusal(of order: Order) -> Refusal? {
        if isRollingBack { return Refusal("the release is already rolling back") }
        switch order {
        case .halt:
            if isHalted { return Refusal("the release is already halted") }
            // In place the way to everybody goes batch by batch, and can be stopped between two.
            let hasAll = isPromoted || phase == .promoting && !isInPlace
            return hasAll ? Refusal("the candidate already has all traffic") : nil
        case .resume:
            if isHaltedByOutage { return Refusal("\(outageInWords); promote, or resume once it answers again") }
            if isCondemned {
                return Refusal("the candidate is unhealthy; roll back, or promote it all the same")
            }
            return isHalted ? nil : Refusal("the release is not halted")
        case .promote:
            if isPromoted || phase == .promoting && !isHalted {
                return Refusal("the candidate is already promoted")
            }
            return attached ? nil : Refusal("the candidate's instances are not ready yet")
        case .rollBack:
            return canRollBack ? nil : Refusal("the previous version's instances are already being stopped")
        case .approve, .reject, .cancel, .retry, .skip:
            return nil
        }
    }
}
