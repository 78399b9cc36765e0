import Delivery

/// Something that is due at some virtual time.
enum Happening {
    /// An effect under way reaches the world.
    case act(attempt: Int)
    /// The outcome of an effect reaches the executor.
    case answer(Effect, attempt: Int, Input)
    case renewLease(EnvironmentName, attempt: Int)
    case sample(EnvironmentName, attempt: Int)
    case deadline(Timestamp)
    case restart
    case command(PlannedCommand)
    case order(Order)
    /// Somebody looks whether the run waits for a person.
    case patrol
}

extension Happening {
    /// Whether it waits for an executor that is stopped for a while.
    var needsExecutor: Bool {
        switch self {
        case .answer, .renewLease, .sample, .deadline, .command, .order, .patrol: true
        case .act, .restart: false
        }
    }
}

/// A person's order, as it is given once or several times.
struct Order {
    let command: Command
    let actor: Actor
    let id: CommandID
    var attempts = 1
}

/// An effect on its way to the world, and how it will fare there.
struct Course {
    enum Fate {
        case done, refused, doneAndRefused, doneUnanswered, lost
    }

    let effect: Effect
    let plan: ReleasePlan?
    let fate: Fate

    var isDone: Bool {
        switch fate {
        case .done, .doneAndRefused, .doneUnanswered: true
        case .refused, .lost: false
        }
    }
}
