import Delivery

/// Something that is due at some virtual time.
enum Happening {
    case start(RunNumber)
    /// Somebody takes up a run, or begins to carry out one that was opened again; unless that process has died.
    case takeUp(RunNumber, life: Int)
    case join(RunNumber, life: Int)
    /// A run hears that another one has gone on.
    case wake(RunNumber)
    /// An effect under way reaches the world.
    case act(attempt: Int)
    /// The outcome of an effect reaches the executor.
    case answer(RunNumber, Effect, attempt: Int, Input)
    case renewLease(RunNumber, EnvironmentName, attempt: Int)
    case sample(RunNumber, EnvironmentName, attempt: Int)
    case deadline(RunNumber, Timestamp)
    case restart
    case setClock(by: Duration)
    case command(PlannedOrder)
    case order(Order)
    /// Somebody looks whether a run waits for a person.
    case patrol
}

extension Happening {
    /// Whether it waits for an executor that is stopped for a while.
    var needsExecutor: Bool {
        switch self {
        case .start, .takeUp, .join, .wake, .answer, .renewLease, .sample, .deadline, .command, .order, .patrol: true
        case .act, .restart, .setClock: false
        }
    }
}

/// A person's order, as it is given once or several times.
struct Order {
    let demand: Demand
    let actor: Actor
    let id: CommandID
    var attempts = 1
}

/// An effect on its way to the world, and how it will fare there.
struct Course {
    enum Fate {
        case done, refused, doneAndRefused, doneUnanswered, lost
    }

    let run: RunNumber
    let effect: Effect
    let plan: ReleasePlan?
    /// The command that it is about, if it is about one.
    let command: CommandName?
    let fate: Fate

    var isDone: Bool {
        switch fate {
        case .done, .doneAndRefused, .doneUnanswered: true
        case .refused, .lost: false
        }
    }
}
