import Judge

/// What people can order, and when.
extension Draft {
    mutating func order(
        _ command: Command, by actor: Actor, reason: String?, anyway: Bool, seen: SeenChange?
    ) throws(Refusal) {
        if let refusal = run.refusal(of: command, by: actor) { throw refusal }
        if let refusal = run.refusal(of: command, after: seen) { throw refusal }
        if !anyway, let objection = run.objection(to: command) { throw objection }
        switch command {
        case .approve:
            try refuseLateAnswer()
            try refuseUnknownAuthors()
            approve(by: actor, reason: reason)
        case .reject:
            guard let stage = run.waitingStage?.name else { return }
            emit(.rejected(stage: stage, by: actor, reason: reason))
            end(stage, .rejected)
        case .halt: halt(by: actor, reason: reason)
        case .resume: forRelease { .resumed(environment: $0, by: actor, reason: reason) }
        case .promote: forRelease { .promotionStarted(environment: $0, by: actor, reason: reason) }
        case .rollBack: forRelease { .rollbackStarted(environment: $0, cause: .ordered(by: actor, reason: reason)) }
        case .cancel: cancel(by: actor, reason: reason)
        case .retry: try reopen(by: actor, reason: reason)
        case .skip: try skipFailures(by: actor, reason: reason)
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
            .approved(
                stage: stage, by: actor, reason: reason, commit: run.change?.commit, digest: run.artifact?.digest))
    }

    private mutating func forRelease(_ event: (EnvironmentName) -> Event) {
        guard let release = run.activeRelease else { return }
        emit(event(release.environment))
    }

    private mutating func cancel(by actor: Actor, reason: String?) {
        emit(.cancelRequested(by: actor, reason: reason))
        if let release = run.activeRelease, release.canRollBack {
            emit(.rollbackStarted(environment: release.environment, cause: .cancelled(by: actor, reason: reason)))
        }
    }

    /// Rejects a stage whose question nobody answered in time.
    mutating func expireApproval() {
        guard let stage = run.waitingStage, let expires = stage.approval?.expires, now >= expires else { return }
        emit(.approvalExpired(stage: stage.name))
        end(stage.name, .rejected)
    }
}

extension RunState {
    /// Why `command` can't be carried out now; `nil` when it can. The dashboard shows it on a disabled key.
    public func refusal(of command: Command, by actor: Actor) -> Refusal? {
        if command.reopens { return reopeningRefusal(of: command) }
        if let newer = supersededBy { return Refusal("run \(number) has been superseded by run \(newer)") }
        if result != nil { return refusalAfterEnd(of: command) }
        switch command {
        case .approve, .reject:
            return gateRefusal(of: command, by: actor)
        case .cancel:
            return cancelled ? Refusal("the run is already being cancelled") : nil
        case .halt, .resume, .promote, .rollBack:
            guard let release = activeRelease else { return Refusal("no release is under way") }
            return release.refusal(of: command)
        case .retry, .skip:
            return nil
        }
    }

    private func refusalAfterEnd(of command: Command) -> Refusal {
        guard command == .rollBack, let release, release.isPromoted, !release.isRollingBack else {
            return Refusal("run \(number) has finished")
        }
        return Refusal(
            "run \(number) has finished, and can't be taken back any more; to go back, revert the change and run the "
                + "pipeline again: an earlier version can't be released by itself yet")
    }

    /// What speaks against `command` so much that it is refused until somebody insists; `nil` when nothing does.
    public func objection(to command: Command) -> Refusal? {
        switch command {
        case .rollBack, .cancel: activeRelease?.objectionToRollback
        case .approve, .reject, .halt, .resume, .promote, .retry, .skip: nil
        }
    }

    /// Whether what speaks against `command` will be known in a moment, so that it is better put off than refused. Whoever
    /// insists need not wait, and nobody for longer than ``patienceWithStable``.
    public func isBetterPutOff(_ command: Command, by actor: Actor) -> Bool {
        switch command {
        case .rollBack, .cancel: refusal(of: command, by: actor) == nil && activeRelease?.learnsOfStable == true
        case .approve, .reject, .halt, .resume, .promote, .retry, .skip: false
        }
    }

    /// How long an order waits at most for what stable answers.
    public static let patienceWithStable = Duration.seconds(5)

    private func gateRefusal(of command: Command, by actor: Actor) -> Refusal? {
        guard let stage = waitingStage else { return Refusal("no stage waits for an approval") }
        let gates = gates(toPassFor: stage)
        if command == .reject { return gates.lazy.compactMap { $0.refusalToDecide(by: actor) }.first }
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
    func refusal(of command: Command) -> Refusal? {
        if isRollingBack { return Refusal("the release is already rolling back") }
        switch command {
        case .halt:
            if isHalted { return Refusal("the release is already halted") }
            return isPromoted || phase == .promoting ? Refusal("the candidate already has all traffic") : nil
        case .resume:
            if isHaltedByOutage { return Refusal("\(outageInWords); promote, or resume once it answers again") }
            if verdict == .unhealthy, !isPromoted {
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
