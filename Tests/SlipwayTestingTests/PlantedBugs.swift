import Delivery
import Judge
import SlipwayTesting

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
                guard case .shiftTraffic(let name, let share) = effect else { return effect }
                return .shiftTraffic(name, to: Share(basisPoints: share.basisPoints * 2))
            }
        }
    }

    static var exposesWhatIsNotReady: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .starting else { return effects }
            let name = release.environment
            return effects + [.attachCandidate(name), .shiftTraffic(name, to: .all), .holdLease(name)]
        }
    }

    static var dropsTheHalt: Core {
        forgetting { event in
            if case .halted(_, let actor, _) = event { return actor != .policy }
            return false
        }
    }

    static var keepsShiftingWhenHalted: Core {
        wanting { effects, state in
            guard let release = state.release, release.isHalted, release.split > .none else { return effects }
            return effects + [.shiftTraffic(release.environment, to: .all)]
        }
    }

    static var stopsStableFirst: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .baking else { return effects }
            return effects
                + release.leaving.map { .stopInstance(release.environment, $0.id, within: .seconds(1)) }
        }
    }

    static var drainsStableFirst: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .baking, let stable = release.plan.previous else {
                return effects
            }
            return effects + [.drain(release.environment, stable.slot)]
        }
    }

    static var drainsBeforeWithdrawing: Core {
        wanting { effects, state in
            guard let release = state.release, release.phase == .withdrawing else { return effects }
            return [.drain(release.environment, release.plan.slot)] + effects
        }
    }

    static var reopensDuringRollback: Core {
        wanting { effects, state in
            guard let release = state.release, release.isRollingBack, release.split > .none else { return effects }
            return effects + [.shiftTraffic(release.environment, to: .all), .holdLease(release.environment)]
        }
    }

    static var skipsTheGate: Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .approvalRequested(let stage, _) = event else { return event }
                return .stepStarted(step: StepID(stage: stage, index: 0))
            }
        }
    }

    static var letsAnybodyApprove: Core {
        var core = Core.genuine
        core.decide = { (state, input, ledger, now) throws(Refusal) in
            guard case .command(.approve, _, _, _, _, _) = input else {
                return try state.decide(input, ledger: ledger, at: now)
            }
            let ana = Actor(name: "ana", groups: ["release"])
            let events = try state.decide(.command(.approve, by: ana, reason: nil), ledger: ledger, at: now)
            return events.map { event in
                guard case .approved(let stage, _, _, let commit, let digest) = event else { return event }
                return .approved(
                    stage: stage, by: Actor(name: "zoe"), reason: nil, commit: commit, digest: digest)
            }
        }
        return core
    }

    static var forgetsToRollBack: Core {
        forgetting { event in
            if case .rollbackStarted(_, cause: .unhealthy) = event { return true }
            return false
        }
    }

    static var neverEnds: Core {
        forgetting { event in
            if case .runFinished = event { return true }
            return false
        }
    }

    static var endsTwice: Core {
        deciding { events, _, _ in
            events.flatMap { event in
                if case .runFinished = event { return [event, event] }
                return [event]
            }
        }
    }

    static var goesOnAfterTheEnd: Core {
        wanting { effects, state in
            guard let release = state.release, state.result != nil else { return effects }
            return [.sampleTraffic(release.environment)]
        }
    }

    /// All but one of the instances to be stopped are taken to have stopped.
    static var leavesInstancesRunning: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            state.apply(event, at: time)
            guard case .drained(let name, _, _) = event, let release = state.release else { return }
            for instance in (release.isRollingBack ? release.instances : release.leaving).dropFirst() {
                state.apply(.instanceStopped(environment: name, instance: instance.id), at: time)
            }
        }
        return core
    }

    static var recordsTheWrongVersion: Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .releaseFinished(let name, .rolledBack, _, _, _) = event else { return event }
                return .releaseFinished(environment: name, result: .rolledBack, running: nil)
            }
        }
    }

    static var promotesInTheBooksOnly: Core {
        deciding { events, state, _ in
            guard let release = state.release, case .promotionStarted? = events.last else { return events }
            let deployment = Deployment(
                artifact: release.plan.artifact, slot: release.plan.slot, run: state.number,
                instances: release.placedInstances)
            return events + [.promoted(environment: release.environment, deployment: deployment)]
        }
    }

    static var condemnsEverybody: Core {
        deciding { events, state, _ in
            events.flatMap { event -> [Event] in
                guard case .stepPassed(let name, _, _) = event else { return [event] }
                let finding = Finding(rule: "errors", value: "none", limit: "none")
                return [.rollbackStarted(environment: name, cause: .unhealthy(finding))]
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
                .stepPassed(environment: name, share: release.split, requests: release.bakedRequests),
                .promotionStarted(environment: name, by: .policy, reason: nil),
            ]
        }
    }

    static var opensUnproven: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            if case .takenUp = event { return }
            state.apply(event, at: time)
        }
        return core
    }

    static var trustsTheSecondTakeUp: Core {
        deciding { events, state, _ in
            guard case .takenUp? = events.first, let release = state.release, !release.attached, release.wasExposed
            else { return events }
            return events + [.candidateAttached(environment: release.environment)]
        }
    }

    static var repeatsSteps: Core {
        wanting { effects, state in
            guard state.release != nil, state.result == nil else { return effects }
            return effects + [.runCommand(StepID(stage: "build", index: 0), command: "make part-0")]
        }
    }

    static var forgetsOrders: Core {
        forgetting { event in
            if case .commandTaken = event { return true }
            return false
        }
    }

    static var resumesAtTakeUp: Core {
        deciding { events, state, _ in
            guard case .takenUp? = events.first, let release = state.activeRelease, release.isHalted else {
                return events
            }
            return events + [.resumed(environment: release.environment, by: Actor(name: "ana"), reason: nil)]
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
        if case .verdictReached(_, verdict, _) = self { return true }
        return false
    }

    fileprivate var isHalt: Bool {
        if case .halted = self { return true }
        return false
    }
}
