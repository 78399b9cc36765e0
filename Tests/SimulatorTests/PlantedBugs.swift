import Delivery
import Judge
import Simulator
import Values

/// Wrong cores. Each breaks one promise, and a simulation has to notice.
extension Core {
    /// A core whose decisions are altered after the fact.
    static func deciding(_ alter: @escaping ([Event], RunState, Ledger) -> [Event]) -> Core {
        var core = Core.genuine
        core.decide = { (state, input, ledger, now) throws(Refusal) in
            alter(try state.decide(input, ledger: ledger, at: now), state, ledger)
        }
        return core
    }

    /// A core that never decides some events.
    static func forgetting(_ isForgotten: @escaping (Event) -> Bool) -> Core {
        deciding { events, _, _ in events.filter { !isForgotten($0) } }
    }

    /// A core whose ledger never hears of some events, or of others instead.
    static func accounting(_ alter: @escaping (Event) -> Event?) -> Core {
        var core = Core.genuine
        core.applyToLedger = { ledger, event, run, time in
            if let event = alter(event) { ledger.apply(event, run: run, at: time) }
        }
        return core
    }

    /// A core that wants something else done.
    static func wanting(_ alter: @escaping ([Effect], RunState) -> [Effect]) -> Core {
        var core = Core.genuine
        core.effects = { alter($0.effects, $0) }
        return core
    }
}

extension Core {
    static var widensTheShare: Core {
        wanting { effects, _ in
            effects.map { effect in
                guard case .release(let name, .shiftTraffic(let share)) = effect else { return effect }
                return .release(name, .shiftTraffic(to: Share(basisPoints: share.basisPoints * 2)))
            }
        }
    }

    /// A core that takes every router for one with a dead man's switch.
    static var believesInEverySwitch: Core {
        var core = Core.genuine
        core.decide = { (state, input, ledger, now) throws(Refusal) in
            let events = try state.decide(input, ledger: ledger, at: now)
            guard let release = state.release, release.phase == .withdrawing,
                let rollback = release.rollback, !release.mayBePromoted, now >= rollback.triedSince + .seconds(12)
            else { return events }
            return [.release(release.environment, .withdrawn(took: now - rollback.startedAt, confirmed: false))]
        }
        return core
    }

    /// A core that takes what is told of one release for news of the other.
    static var mixesReleasesUp: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            guard case .release(let name, .instance(let id, let news)) = event,
                let other = state.activeReleases.first(where: { $0.environment != name })?.environment
            else { return state.apply(event, at: time) }
            state.apply(.release(other, .instance(id, news)), at: time)
        }
        return core
    }

    /// A core to which an instance is never late.
    static var waitsForReadinessForever: Core {
        var core = Core.genuine
        core.decide = { (state, input, ledger, now) throws(Refusal) in
            if case .release(_, .instance(_, .unready)) = input { return [] }
            return try state.decide(input, ledger: ledger, at: now)
        }
        return core
    }

    /// A shell that begins everything at once, whatever is still on its way.
    static var waitsForNothing: Core {
        var core = Core.genuine
        core.undoes = { _, _ in false }
        return core
    }

    static var exposesWhatIsNotReady: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .starting else { return effects }
            let name = release.environment
            return effects + [
                .release(name, .attachCandidate), .release(name, .shiftTraffic(to: .all)), .release(name, .holdLease),
            ]
        }
    }

    static var dropsTheHalt: Core {
        forgetting { event in
            if case .release(_, .halted(let actor, _)) = event { return actor != .policy }
            return false
        }
    }

    static var keepsShiftingWhenHalted: Core {
        wanting { effects, state in
            guard let release = state.release, release.isHalted, release.split > .none else { return effects }
            return effects + [.release(release.environment, .shiftTraffic(to: .all))]
        }
    }

    static var stopsStableFirst: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .baking else { return effects }
            return effects
                + release.leaving.map { .release(release.environment, .stopInstance($0.id, within: .seconds(1))) }
        }
    }

    static var drainsStableFirst: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .baking, let stable = release.plan.previous else {
                return effects
            }
            return effects + [.release(release.environment, .drain(stable.slot))]
        }
    }

    static var drainsBeforeWithdrawing: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .withdrawing else { return effects }
            return [.release(release.environment, .drain(release.plan.slot))] + effects
        }
    }

    static var reopensDuringRollback: Core {
        wanting { effects, state in
            guard let release = state.release, release.isRollingBack, release.split > .none else { return effects }
            return effects + [
                .release(release.environment, .shiftTraffic(to: .all)), .release(release.environment, .holdLease),
            ]
        }
    }

    static var skipsTheGate: Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .stage(let stage, .approvalRequested) = event else { return event }
                return .step(StepID(stage: stage, index: 0), .started)
            }
        }
    }

    static var letsAnybodyApprove: Core {
        var core = Core.genuine
        core.decide = { (state, input, ledger, now) throws(Refusal) in
            guard case .order(.approve, _, _, _, _, _, _) = input else {
                return try state.decide(input, ledger: ledger, at: now)
            }
            let ana = Actor(name: "ana", groups: ["release"])
            let events = try state.decide(.order(.approve, by: ana, reason: nil), ledger: ledger, at: now)
            return events.map { event in
                guard case .stage(let stage, .approved(_, _, let commit, let digest)) = event else { return event }
                return .stage(stage, .approved(by: Actor(name: "zoe"), reason: nil, commit: commit, digest: digest))
            }
        }
        return core
    }

    static var forgetsToRollBack: Core {
        forgetting { event in
            if case .release(_, .rollbackStarted(cause: .unhealthy)) = event { return true }
            return false
        }
    }

    static var neverEnds: Core {
        forgetting { event in
            if case .run(.finished) = event { return true }
            return false
        }
    }

    static var endsTwice: Core {
        deciding { events, _, _ in
            events.flatMap { event in
                if case .run(.finished) = event { return [event, event] }
                return [event]
            }
        }
    }

    static var goesOnAfterTheEnd: Core {
        wanting { effects, state in
            guard let release = state.release, state.result != nil else { return effects }
            return [.release(release.environment, .sampleTraffic)]
        }
    }

    /// All but one of the instances to be stopped are taken to have stopped.
    static var leavesInstancesRunning: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            state.apply(event, at: time)
            guard case .release(let name, .drained) = event, let release = state.release else { return }
            for instance in (release.isRollingBack ? release.instances : release.leaving).dropFirst() {
                state.apply(.release(name, .instance(instance.id, .stopped)), at: time)
            }
        }
        return core
    }

    static var recordsTheWrongVersion: Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .release(let name, .finished(.rolledBack, _, _, _)) = event else { return event }
                return .release(name, .finished(result: .rolledBack, running: nil))
            }
        }
    }

    static var promotesInTheBooksOnly: Core {
        deciding { events, state, _ in
            guard let release = state.release, case .release(_, .promotionStarted)? = events.last else { return events }
            let deployment = Deployment(
                artifact: release.plan.artifact, slot: release.plan.slot, run: state.number,
                instances: release.placedInstances)
            return events + [.release(release.environment, .promoted(deployment: deployment))]
        }
    }

    static var condemnsEverybody: Core {
        deciding { events, state, _ in
            events.flatMap { event -> [Event] in
                guard case .release(let name, .rungPassed) = event else { return [event] }
                let finding = Finding(rule: "errors", value: .words("none"), limit: .words("none"))
                return [.release(name, .rollbackStarted(cause: .unhealthy(finding)))]
            }
        }
    }

    /// Goes on where the judge says that it can't tell.
    static func goingOn(despite verdict: Verdict) -> Core {
        deciding { events, state, _ in
            guard let release = state.release,
                events.contains(where: { $0.reaches(verdict) }),
                events.contains(where: { $0.isHalt })
            else { return events }
            let name = release.environment
            return [
                .release(name, .rungPassed(share: release.split, requests: release.bakedRequests)),
                .release(name, .promotionStarted(by: .policy, reason: nil)),
            ]
        }
    }

    static var opensUnproven: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            if case .run(.takenUp) = event { return }
            state.apply(event, at: time)
        }
        return core
    }

    static var trustsTheSecondTakeUp: Core {
        deciding { events, state, _ in
            guard case .run(.takenUp)? = events.first, let release = state.release, !release.attached,
                release.wasExposed
            else { return events }
            return events + [.release(release.environment, .candidateAttached)]
        }
    }

    static var repeatsSteps: Core {
        wanting { effects, state in
            guard state.release != nil, state.result == nil else { return effects }
            return effects + [.step(StepID(stage: "build", index: 0), .runCommand("make part-0"))]
        }
    }

    static var forgetsOrders: Core {
        forgetting { event in
            if case .orderTaken = event { return true }
            return false
        }
    }

    static var resumesAtTakeUp: Core {
        deciding { events, state, _ in
            guard case .run(.takenUp)? = events.first, let release = state.activeRelease, release.isHalted else {
                return events
            }
            return events + [.release(release.environment, .resumed(by: Actor(name: "ana"), reason: nil))]
        }
    }

    /// The fold depends on something that is not recorded.
    static var foldsFromMemory: Core {
        var core = Core.genuine
        var count = 0
        core.apply = { state, event, time in
            count += 1
            state.apply(event, at: time + .milliseconds(Int64(count)))
        }
        return core
    }
}

extension Event {
    fileprivate func reaches(_ verdict: Verdict) -> Bool {
        if case .release(_, .verdictReached(verdict, _)) = self { return true }
        return false
    }

    fileprivate var isHalt: Bool {
        if case .release(_, .halted) = self { return true }
        return false
    }
}
