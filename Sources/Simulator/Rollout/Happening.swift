import Delivery
import Values

/// Something that is due at some virtual time.
enum Happening {
    case start(RunNumber)
    /// Somebody takes up a run, or begins to carry out one that was opened again; unless that process has died.
    case takeUp(RunNumber, life: Int)
    case join(RunNumber, life: Int)
    /// A run hears that another one has gone on.
    case wake(RunNumber)
    /// An effect under way reaches the world.
    case act(SimulatedAttempt)
    /// A cancelled effect that could not be held up any more comes to its end.
    case leave(SimulatedAttempt)
    /// The outcome of an effect reaches the executor.
    case answer(SimulatedAttempt, Input)
    case renewLease(ReleaseAttempt)
    case sample(ReleaseAttempt)
    case deadline(RunNumber, Timestamp)
    case restart
    case setClock(by: Duration)
    case command(PlannedOrder)
    case order(GivenOrder)
    /// Somebody looks whether a run waits for a person.
    case patrol
}

extension Happening {
    /// Whether it waits for an executor that is stopped for a while.
    var needsExecutor: Bool {
        switch self {
        case .start, .takeUp, .join, .wake, .answer, .renewLease, .sample, .deadline, .command, .order, .patrol: true
        case .act, .leave, .restart, .setClock: false
        }
    }
}

/// A person's order, as it is given once or several times.
struct GivenOrder {
    let demand: Demand
    /// Which release is meant, where somebody says so.
    let environment: EnvironmentName?
    let actor: Actor
    let id: OrderID
    var attempts = 1
}

/// An attempt of a run at an effect.
struct SimulatedAttempt: Hashable {
    let run: RunNumber
    let attempt: Reconciler.Attempt

    var effect: Effect { attempt.effect }
}

/// An attempt at an effect of a release.
struct ReleaseAttempt {
    let environment: EnvironmentName
    let effect: ReleaseEffect
    let whole: SimulatedAttempt

    var run: RunNumber { whole.run }

    func answer(_ input: ReleaseInput) -> Happening {
        .answer(whole, .release(environment, input))
    }
}

/// An effect on its way to the world, and how it will fare there.
struct Course {
    enum Fate {
        case done, refused, doneAndRefused, doneUnanswered, lost
    }

    let attempt: SimulatedAttempt
    let plan: ReleasePlan?
    /// The command that it is about, if it is about one.
    let command: CommandName?
    /// The attempt at its step, if it is about one.
    let stepAttempt: Int?
    let fate: Fate

    var run: RunNumber { attempt.run }
    var effect: Effect { attempt.effect }

    var isDone: Bool {
        switch fate {
        case .done, .doneAndRefused, .doneUnanswered: true
        case .refused, .lost: false
        }
    }
}
