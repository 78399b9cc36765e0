import Foundation
import Posix
import Values

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

    /// Whether nothing runs any more, as far as several looks can tell.
    ///
    /// A process that is just becoming another program has no environment to be known by; on a busy machine it may be
    /// stopped there for a while. So whoever has none is looked at again, and counts as a stranger when that lasts.
    func haveGone(_ scope: Scope) async throws -> Bool {
        let patience = ContinuousClock.now + .milliseconds(500)
        var undecided: Set<pid_t>?
        while ContinuousClock.now < patience {
            let look = try await look(scope)
            guard look.isEmpty else { return false }
            let left = undecided.map(look.undecided.intersection) ?? look.undecided
            if left.isEmpty { break }
            undecided = left
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await look(scope).isEmpty
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
    /// Where nothing is meant: who has nothing by which to tell.
    var undecided: Set<pid_t> = []

    var isEmpty: Bool { !groupRuns && others.isEmpty }

    /// Without those who were asked before.
    func leavingOut(_ asked: Set<pid_t>, group wasAsked: Bool) -> Look {
        Look(signalsGroup: signalsGroup && !wasAsked, groupRuns: groupRuns, others: others.subtracting(asked))
    }
}
