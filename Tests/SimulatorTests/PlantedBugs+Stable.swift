import Delivery
import Judge
import Simulator

/// Wrong cores that don't care whether stable answers.
extension Core {
    /// A core that records what doesn't answer, and goes on as if it did.
    static var overlooksOutages: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            if case .service(_, .instanceDown) = event { return }
            guard case .release(let name, .stableAsked(let answering, let down)) = event else {
                return state.apply(event, at: time)
            }
            state.apply(.release(name, .stableAsked(answering: answering + down.count, down: [])), at: time)
        }
        return core
    }

    /// A core that takes back what is unhealthy, wherever users end up.
    static var movesUsersToNobody: Core {
        deciding { events, state, _ in
            guard let release = state.release, release.isStableDown, release.wasExposed, release.canRollBack else {
                return events
            }
            return events.flatMap { event -> [Event] in
                guard case .release(let name, .verdictReached(.unhealthy, let finding?)) = event else { return [event] }
                return [event, .release(name, .rollbackStarted(cause: .unhealthy(finding)))]
            }
        }
    }

    /// A core in whose record every rollback went well.
    static var tellsOnlyGoodNews: Core {
        deciding { events, _, _ in
            events.map { event in
                if case .release(let name, .withdrawn(let took, let confirmed, _, _)) = event {
                    return .release(name, .withdrawn(took: took, confirmed: confirmed))
                }
                if case .release(let name, .finished(.failed, let running?, _, _)) = event {
                    return .release(name, .finished(result: .rolledBack, running: running))
                }
                return event
            }
        }
    }

    /// A core in whose record every release ends well.
    static var callsEverythingASuccess: Core {
        deciding { events, _, _ in
            events.map { event in
                guard case .release(let name, .finished(.failed, let running?, let down?, let router)) = event else {
                    return event
                }
                return .release(name, .finished(result: .succeeded, running: running, down: down, router: router))
            }
        }
    }
}
