import Foundation
import SystemCalls

/// What a command started, as far as the system can tell it from other processes.
///
/// On Linux: its group and session, everything that has the command's mark in its environment, in whatever group or
/// session, and all that descends from these. Elsewhere: its group.
struct CommandProcesses: Sendable {
    let directory: String
    /// The group that the supervisor founded. Its number is another's once it is gone. `nil` where nothing says which:
    /// nothing was started, or somebody removed the files of what was.
    let group: ProcessGroup?
    let presence: SupervisorPresence

    /// Which of the command's processes are meant.
    enum Scope: Sendable {
        /// All, with the supervisor and the keeper of the output.
        case everything
        /// Those that the command started itself. The keeper goes when they have gone.
        case leftovers
    }

    /// What runs of the command now. Many small files are read for that. Throws ``SystemCallError``.
    func look(_ scope: Scope) async throws -> Look {
        try await Offloaded.run { try take(scope) }
    }

    /// Sends `signal` to the group, if that may be, and then to all others, each in its turn.
    func signal(_ signal: Int32, _ look: Look) throws {
        if look.signalsGroup { try group?.signal(signal) }
        // One that has gone meanwhile, or that another user's rights protect, is seen again if it is still there.
        for process in look.others { kill(process, signal) }
    }
}

/// What of a command was running at one moment.
struct Look: Equatable {
    /// Whether the group is certainly the command's, and meant as a whole.
    let signalsGroup: Bool
    /// Whether a member of the group runs that is meant.
    let groupRuns: Bool
    /// What else is meant and runs, one by one.
    let others: Set<pid_t>

    var isEmpty: Bool { !groupRuns && others.isEmpty }

    /// Without those who were asked before.
    func leavingOut(_ asked: Set<pid_t>, group wasAsked: Bool) -> Look {
        Look(signalsGroup: signalsGroup && !wasAsked, groupRuns: groupRuns, others: others.subtracting(asked))
    }
}
