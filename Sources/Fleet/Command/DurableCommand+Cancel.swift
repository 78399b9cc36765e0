import Foundation
import Posix
import Values

extension DurableCommand {
    /// Ends the command and everything that it started: SIGTERM, and after `grace` SIGKILL. Returns when all is gone.
    ///
    /// Works from any process, and for what a command left behind when it ended. What is not running is left alone.
    /// On Linux that includes what has made itself a group or a session of its own, unless it has also given up the
    /// command's mark in its environment and its parents, and what runs on although somebody removed the command's
    /// directory; elsewhere only the command's process group.
    /// Throws ``DurableCommandError/survived(directory:group:)``, ``SystemCallError`` or `CancellationError`.
    public func cancel(grace: Duration) async throws {
        let processes = try processes()
        guard try await !processes.haveGone(.everything) else { return }
        // What can't be noted must not live on for that.
        if processes.group != nil { try? PrivateFile.touch(files.cancelled) }
        try await end(processes, .everything, grace: grace)
    }

    /// Ends what a command that has ended left behind, as ``cancel(grace:)`` would; its status stays what it is.
    ///
    /// Elsewhere than on Linux nothing is ended: what the command left can't be told from what keeps its output.
    /// Throws what ``cancel(grace:)`` throws.
    public func endLeftovers(grace: Duration) async throws {
        try await presence.waitUntilReleased()
        let processes = try processes()
        guard processes.group != nil, try await !processes.haveGone(.leftovers) else { return }
        try await end(processes, .leftovers, grace: grace)
    }

    /// Removes all files of a command of which nothing runs any more; tells whether they are gone.
    ///
    /// Throws ``DurableCommandError/damaged(file:content:)``, ``SystemCallError`` or a Cocoa error.
    public func discard() async throws -> Bool {
        guard PrivateFile.exists(files.directory) else { return true }
        guard try state() != .running, try await processes().haveGone(.everything) else { return false }
        try FileManager.default.removeItem(at: directory)
        return true
    }

    private func processes() throws -> CommandProcesses {
        CommandProcesses(directory: files.directory, group: try files.claimant(), presence: presence)
    }

    private func end(_ processes: CommandProcesses, _ scope: CommandProcesses.Scope, grace: Duration) async throws {
        if try await end(processes, scope, politelyWithin: grace) { return }
        if try await kill(processes, scope, within: .seconds(10)) { return }
        throw DurableCommandError.survived(directory: files.directory, group: processes.group?.identifier)
    }

    /// Asks everybody once, and those who appear later; gives whether all have gone in time.
    private func end(
        _ processes: CommandProcesses, _ scope: CommandProcesses.Scope, politelyWithin grace: Duration
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + grace
        var asked: Set<pid_t> = []
        var askedGroup = false
        var pauses = Pauses()
        while true {
            let look = try await processes.look(scope)
            if look.isEmpty, try await processes.haveGone(scope) { return true }
            let news = look.leavingOut(asked, group: askedGroup)
            try processes.signal(SIGTERM, news)
            // A stopped process acts on SIGTERM only when it goes on.
            try processes.signal(SIGCONT, news)
            asked.formUnion(look.others)
            askedGroup = askedGroup || look.signalsGroup
            guard ContinuousClock.now < deadline else { return false }
            try await pauses.sleep(until: deadline)
        }
    }

    /// Kills until nobody is left: what was forked between two looks is seen by the next.
    private func kill(
        _ processes: CommandProcesses, _ scope: CommandProcesses.Scope, within limit: Duration
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        var pauses = Pauses()
        while true {
            let look = try await processes.look(scope)
            if look.isEmpty, try await processes.haveGone(scope) { return true }
            guard ContinuousClock.now < deadline else { return false }
            try processes.signal(SIGKILL, look)
            try await pauses.sleep(until: deadline)
        }
    }

    /// Pauses between two looks, short at first: no system lets one wait for the end of processes that are not one's
    /// children.
    private struct Pauses {
        private var next = Duration.milliseconds(5)

        mutating func sleep(until deadline: ContinuousClock.Instant) async throws {
            try await Task.sleep(until: min(ContinuousClock.now + next, deadline))
            next = min(next * 2, .milliseconds(200))
        }
    }
}
