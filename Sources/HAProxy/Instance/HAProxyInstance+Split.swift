import Delivery
import Posix
import Values

extension HAProxyInstance {
    /// Gives the candidate a share of requests until the lease ends; past it everything goes to stable.
    ///
    /// - Throws: `HAProxyError`. When HAProxy couldn't be told, the file says the new split all the same, and HAProxy
    ///   follows when it is started again.
    /// A task that was cancelled before its turn came changes nothing: a rollback may have overtaken it.
    public func setSplit(candidate share: Share, lease: Timestamp) throws {
        try Task.checkCancellation()
        try change { $0 = TrafficSplit(stable: $0.stable, share: share, lease: lease) }
    }

    /// Gives the candidate a share as ``setSplit(candidate:lease:)`` does; but one whose lease has run out is not
    /// opened again, nor widened, before it was closed: whoever decided did not know of that.
    ///
    /// - Parameter now: by which the lease is held to have run out.
    /// - Returns: `false` when it has, so that the candidate has nothing; then nothing is changed.
    /// - Throws: `HAProxyError`, `CancellationError`.
    public func shift(to share: Share, lease: Timestamp, at now: Timestamp) throws -> Bool {
        let current = try currentFile()
        if share > .none, current.share > .none, now >= current.lease { return false }
        try setSplit(candidate: share, lease: lease)
        return true
    }

    /// Lets the split hold for longer, or for less; a share whose lease has run out is not opened again.
    ///
    /// - Parameter now: by which the lease is held to have run out.
    /// - Returns: `false` when it has, so that the candidate has nothing; then nothing is changed.
    /// - Throws: `HAProxyError`; then the lease ends when it would have.
    /// A task that was cancelled before its turn came changes nothing.
    @discardableResult
    public func renewLease(until lease: Timestamp, at now: Timestamp) throws -> Bool {
        try Task.checkCancellation()
        let current = try currentFile()
        guard current.share == .none || now < current.lease else { return false }
        do {
            try change { $0 = TrafficSplit(stable: $0.stable, share: $0.share, lease: lease) }
        } catch {
            try keep(current)
            throw error
        }
        return true
    }

    /// The split is what it was: HAProxy did not hear of another one, and must not from its file when it is started again.
    private func keep(_ current: TrafficSplit) throws(HAProxyError) {
        split = current
        try RouterFile.write(current.fileText, to: paths.map)
    }

    /// Sends everything to stable: the first thing that a rollback does.
    ///
    /// A file that can't be written doesn't keep HAProxy from being told.
    /// - Throws: `HAProxyError` when the file or HAProxy didn't follow.
    public func setSplitToZero() throws {
        try giveEverything(to: try currentFile().stable)
    }

    /// Sends everything to one slot, whatever split or promotion was under way. One that was being drained takes
    /// requests again.
    ///
    /// A file that can't be written doesn't keep HAProxy from being told. A task that was cancelled before its turn came
    /// changes nothing.
    /// - Throws: `HAProxyError` when the file or HAProxy didn't follow; `CancellationError`.
    public func giveEverything(to slot: Slot) throws {
        try Task.checkCancellation()
        let next = TrafficSplit(stable: slot)
        split = next
        let written = Result { () throws(HAProxyError) in try RouterFile.write(next.fileText, to: paths.map) }
        // Before the requests come; but one server that can't be had back keeps nobody from the others.
        let reopened = Result { () throws(HAProxyError) in try endDraining(of: slot) }
        try push(next)
        try reopened.get()
        try written.get()
    }

    /// The slot that gets all requests but the candidate's share, as the running HAProxy has it; `nil` where its map names
    /// none. What else the map says is left aside: a promotion that was cut short leaves it half told.
    ///
    /// - Throws: `HAProxyError` when HAProxy does not answer.
    public nonisolated func stableSlot() async throws(HAProxyError) -> Slot? {
        TrafficSplit.stable(inMap: try await runtime.ask([Self.showMap]).joined())
    }

    /// Tells the running HAProxy again what it was told last, where it has something else: one that hung meanwhile may
    /// have taken a part of it. The file says it too, but for what it could not take: a rollback on a full disk holds.
    ///
    /// - Throws: `HAProxyError`.
    public func restoreSplit() throws(HAProxyError) {
        let wanted = try currentFile()
        let found = try runtime.send([Self.showMap]).last ?? ""
        if TrafficSplit(text: found) != wanted { try push(wanted) }
    }

    private func change(_ body: (inout TrafficSplit) -> Void) throws(HAProxyError) {
        var next = try currentFile()
        body(&next)
        try RouterFile.write(next.fileText, to: paths.map)
        split = next
        try push(next)
    }

    /// Tells the running HAProxy, in one exchange, and sees that it did.
    func push(_ next: TrafficSplit) throws(HAProxyError) {
        let commands = next.commands(map: HAProxyPaths.mapName)
        let answers = try runtime.change(commands + [Self.showMap])
        for (command, answer) in zip(commands, answers) where !answer.isEmpty {
            throw .commandRefused(command: command, answer: answer)
        }
        let found = answers.last ?? ""
        guard TrafficSplit(text: found) == next else {
            throw .notEffective(wanted: next.fileText.onOneLine, found: found.onOneLine)
        }
    }

    /// The split that the file holds.
    func currentFile() throws(HAProxyError) -> TrafficSplit {
        if let split { return split }
        guard let found = try readSplit() else { throw .notStarted(directory: paths.directory) }
        return found
    }

    /// Reads the map file; `nil` when there is none yet.
    func readSplit() throws(HAProxyError) -> TrafficSplit? {
        guard PrivateFile.exists(paths.map) else { return nil }
        guard let found = try RouterFile.text(of: paths.map).flatMap({ TrafficSplit(text: $0) }) else {
            throw .splitFileUnreadable(path: paths.map)
        }
        split = found
        return found
    }

    package static let showMap = "show map \(HAProxyPaths.mapName)"
}

extension String {
    /// For a message: without line ends, and no longer than anyone reads.
    fileprivate var onOneLine: String {
        String(split(separator: "\n").joined(separator: ", ").prefix(400))
    }
}
