import Delivery
import Simulator
import Values

/// Wrong cores that show where several runs meet, or where one is opened again.
extension Core {
    static var forgetsWhoReleases: Core {
        accounting { event in
            if case .release(_, .started) = event { return nil }
            return event
        }
    }

    /// A core that forgets who was in the queue for an environment.
    static var forgetsWhoAwaits: Core {
        accounting { event in
            guard case .step(let step, .blocked(.environmentLocked(_, let run))) = event else { return event }
            return .step(step, .blocked(cause: .stageOccupied(by: run)))
        }
    }

    static var forgetsWhoIsInAStage: Core {
        accounting { event in
            if case .stage(_, .started) = event { return nil }
            if case .stage(_, .approved) = event { return nil }
            return event
        }
    }

    /// A core in which every run is taken to have come where it goes.
    static var forgetsWhatIsAhead: Core {
        accounting { event in
            guard case .run(.started(var pipeline, let change, let actor, let workspace)) = event else { return event }
            pipeline.stages.removeLast()
            return .run(.started(pipeline: pipeline, change: change, by: actor, workspace: workspace))
        }
    }

    static var supersedesWhoIsAtWork: Core {
        deciding { events, state, ledger in
            guard events.isEmpty, state.result == nil, let stage = state.stages.first(where: { $0.phase == .running }),
                let newer = ledger.runs.keys.first(where: { $0 > state.number }), state.activeRelease == nil
            else { return events }
            return [
                .run(.superseded(by: newer)), .stage(stage.name, .finished(result: .superseded)),
                .run(.finished(result: .superseded, finding: nil)),
            ]
        }
    }

    /// A core that does not see that a newer run waits.
    static var forgetsWhoWaits: Core {
        accounting { event in
            if case .run(.blocked) = event { return nil }
            return event
        }
    }

    static var forgetsFreezes: Core {
        accounting { event in
            if case .standing(.environmentFrozen) = event { return nil }
            return event
        }
    }

    static var forgetsDisabledTransitions: Core {
        accounting { event in
            if case .standing(.transitionDisabled) = event { return nil }
            return event
        }
    }

    /// A core that takes every version in service for the oldest one.
    static var forgetsHowNewVersionsAre: Core {
        accounting { event in
            if case .release(let name, .promoted(let deployment)) = event {
                return .release(name, .promoted(deployment: deployment.aged))
            }
            if case .release(let name, .finished(let result, let running, _, _)) = event {
                return .release(name, .finished(result: result, running: running?.aged))
            }
            return event
        }
    }

    /// A core that takes what was gone back to for as new as the run that went back.
    static var forgetsWhoMadeAVersion: Core {
        accounting { event in
            if case .release(let name, .promoted(let deployment)) = event {
                return .release(name, .promoted(deployment: deployment.renewed))
            }
            if case .release(let name, .finished(let result, let running, let down, let router)) = event {
                return .release(
                    name, .finished(result: result, running: running?.renewed, down: down, router: router))
            }
            return event
        }
    }

    /// A shell in which runs don't hear when others have gone on.
    static var wakesNobody: Core {
        var core = Core.genuine
        core.concernsOtherRuns = { _ in false }
        return core
    }

    static var forgetsWhoHasEnded: Core {
        accounting { event in
            if case .run(.finished) = event { return nil }
            return event
        }
    }

    /// A run that is cancelled ends at once, whatever its command does.
    static var abandonsCommands: Core {
        deciding { events, state, _ in
            guard case .run(.cancelRequested)? = events.last,
                let stage = state.stages.first(where: { $0.phase == .running }),
                let index = stage.steps.firstIndex(where: { $0.phase == .running }),
                case .run = stage.steps[index].step.work
            else { return events }
            let step = StepID(stage: stage.name, index: index)
            return events + [
                .step(step, .finished(result: .cancelled)),
                .stage(stage.name, .finished(result: .cancelled)),
                .run(.finished(result: .cancelled, finding: nil)),
            ]
        }
    }

    /// Runs begin with other terms than the pipeline's.
    static func misreading(_ alter: @escaping (inout StepTerms) -> Void) -> Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .run(.started(var pipeline, let change, let actor, let workspace)) = event else {
                    return event
                }
                for stage in pipeline.stages.indices {
                    for step in pipeline.stages[stage].steps.indices {
                        alter(&pipeline.stages[stage].steps[step].terms)
                    }
                }
                return .run(.started(pipeline: pipeline, change: change, by: actor, workspace: workspace))
            }
        }
    }

    /// A retry does everything again in the stage that failed.
    static var repeatsTheWholeStage: Core {
        deciding { events, state, _ in
            events.flatMap { event -> [Event] in
                guard case .step(let step, .retried) = event else { return [event] }
                return (0...step.index).map { .step(StepID(stage: step.stage, index: $0), .retried()) }
            }
        }
    }

    /// A retry opens the run again, and nothing more.
    static var retriesNothing: Core {
        deciding { events, _, _ in
            guard events.contains(where: \.reopens) else { return events }
            return events.prefix { event in
                if case .step(_, .started) = event { return false }
                return true
            } + [.run(.finished(result: .errored, finding: nil))]
        }
    }

    static var forgetsStandingOrders: Core {
        var core = Core.genuine
        core.decideStanding = { (ledger, order, actor, reason, id) throws(Refusal) in
            Array(try ledger.decide(order, by: actor, reason: reason, id: id).drop { $0.notesAnOrder })
        }
        return core
    }

    /// Shut gates are opened by whoever takes a run up.
    static var opensGatesAtTakeUp: Core {
        deciding { events, _, ledger in
            guard case .run(.takenUp)? = events.first, let freeze = ledger.freezes.first else { return events }
            return events + [
                .standing(.environmentUnfrozen(environment: freeze.key, by: Actor(name: "ana"), reason: "over"))
            ]
        }
    }

    /// The ledger depends on something that is not recorded.
    static var accountsFromMemory: Core {
        var core = Core.genuine
        var count = 0
        core.applyToLedger = { ledger, event, run, time in
            count += 1
            ledger.apply(event, run: run, at: time + .milliseconds(Int64(count)))
        }
        return core
    }
}

extension Event {
    fileprivate var reopens: Bool {
        if case .run(.reopened) = self { return true }
        return false
    }

    fileprivate var notesAnOrder: Bool {
        if case .orderTaken = self { return true }
        return false
    }
}

extension Deployment {
    fileprivate var renewed: Deployment {
        Deployment(
            artifact: artifact, slot: slot, run: run, instances: instances, check: check, commit: commit, start: start,
            rules: rules)
    }

    fileprivate var aged: Deployment {
        Deployment(artifact: artifact, slot: slot, run: RunNumber(1), instances: instances)
    }
}
