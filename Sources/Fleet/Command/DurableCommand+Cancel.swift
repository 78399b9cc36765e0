import Foundation

extension DurableCommand {
    /// Ends the command and all processes of its group: SIGTERM, and after `grace` SIGKILL. Returns when they are gone.
    ///
    /// Works from any process, and for what a command left behind when it ended. What is not running is left alone.
    /// A process that has made itself a session of its own is no longer part of the command.
    /// Throws ``DurableCommandError/survived(directory:group:)``, ``SystemCallError`` or `CancellationError`.
    public func cancel(grace: Duration) async throws {
        guard let group = try livingGroup() else { return }
        try PrivateFiles.touch(files.cancelled)
        try group.signal(SIGTERM)
        // A stopped process acts on SIGTERM only when it goes on.
        try group.signal(SIGCONT)
        if try await isGone(group, within: grace) { return }
        try group.signal(SIGKILL)
        guard try await isGone(group, within: .seconds(10)) else {
            throw DurableCommandError.survived(directory: files.directory, group: group.identifier)
        }
    }

    /// The command's process group while it is certainly the command's and not a later one of the same number.
    private func livingGroup() throws -> ProcessGroup? {
        guard let group = try files.claimant() else { return nil }
        if try presence.isHeld() { return group }
        return group.hasMember(with: Self.mark, files.directory) ? group : nil
    }

    private func isGone(_ group: ProcessGroup, within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        guard try await supervisorEnds(before: deadline) else { return false }
        // No system lets one wait for the end of processes that are not one's children: what is left is to look.
        while !group.isEmpty {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    private func supervisorEnds(before deadline: ContinuousClock.Instant) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { race in
            race.addTask {
                try await presence.waitUntilReleased()
                return true
            }
            race.addTask {
                try await Task.sleep(until: deadline)
                return false
            }
            defer { race.cancelAll() }
            return try await race.next() ?? false
        }
    }
}
