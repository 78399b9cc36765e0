import Delivery
import Judge
import SlipwayTesting

/// Wrong cores that don't care whether stable answers.
extension Core {
    /// A core that records what doesn't answer, and goes on as if it did.
    static var overlooksOutages: Core {
        var core = Core.genuine
        core.apply = { state, event, time in
            switch event {
            case .instanceDown: break
            case .stableAsked(let name, let answering, let down):
                state.apply(
                    .stableAsked(environment: name, answering: answering + down.count, down: []), at: time)
            default: state.apply(event, at: time)
            }
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
                guard case .verdictReached(let name, .unhealthy, let finding?) = event else { return [event] }
                return [event, .rollbackStarted(environment: name, cause: .unhealthy(finding))]
            }
        }
    }

    /// A core in whose record every rollback went well.
    static var tellsOnlyGoodNews: Core {
        deciding { events, _, _ in
            events.map { event in
                switch event {
                case .withdrawn(let name, let took, let confirmed, _, _):
                    .withdrawn(environment: name, took: took, confirmed: confirmed)
                case .releaseFinished(let name, .failed, let running?, _, _):
                    .releaseFinished(environment: name, result: .rolledBack, running: running)
                default: event
                }
            }
        }
    }
}
