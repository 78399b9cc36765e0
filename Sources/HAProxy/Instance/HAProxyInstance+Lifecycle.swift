import Delivery
import Posix
import Values

extension HAProxyInstance {
    /// How HAProxy came to run.
    public enum StartOutcome: Hashable, Sendable {
        /// It didn't run before.
        case started
        /// One with the same configuration ran, and was brought up to date while running.
        case adopted
        /// One with another configuration ran; a new process took over its sockets, and no connection was refused.
        case reloaded
    }

    /// Makes HAProxy run with this configuration. The split stays as the map file has it; at the very first start
    /// everything goes to `initialStable`.
    ///
    /// - Throws: `HAProxyError`. The one that ran before, if any, runs on unchanged.
    @discardableResult
    public func start(_ configuration: HAProxyConfiguration) async throws(HAProxyError) -> StartOutcome {
        try await alone { () async throws(HAProxyError) in try await self.makeRun(configuration) }
    }

    /// Makes a HAProxy that is gone run again as it was last asked to, with the split of its file. One that runs is left
    /// as it is, and one that was stopped on purpose stays stopped: then it gives `nil`.
    ///
    /// - Throws: `HAProxyError`.
    @discardableResult
    public func restore() async throws(HAProxyError) -> StartOutcome? {
        try await alone { () async throws(HAProxyError) in try await self.makeRunAgain() }
    }

    /// Ends HAProxy at once, with the requests it has, and removes its sockets. The split stays in its file.
    ///
    /// - Throws: `HAProxyError.stillRunning`.
    public func stop() async throws(HAProxyError) {
        try await alone { () async throws(HAProxyError) in try await self.end() }
    }

    /// Starts and stops one after the other: an actor alone lets a second one in wherever the first waits.
    private func alone<Outcome: Sendable>(
        _ body: @escaping @Sendable () async throws(HAProxyError) -> Outcome
    ) async throws(HAProxyError) -> Outcome {
        while let other = transition { await other.value }
        let work = Task { () async -> Result<Outcome, HAProxyError> in
            defer { transition = nil }
            do throws(HAProxyError) { return .success(try await body()) } catch { return .failure(error) }
        }
        transition = Task { _ = await work.value }
        return try await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }.get()
    }

    private func makeRunAgain() async throws(HAProxyError) -> StartOutcome? {
        guard let configuration else { return nil }
        // One that was moved away may have its HAProxy still: another must not be put in its place.
        guard PrivateFile.exists(paths.directory) else {
            throw .directoryUnusable(path: paths.directory, reason: "it is gone")
        }
        return try await makeRun(configuration)
    }

    private func makeRun(_ wanted: HAProxyConfiguration) async throws(HAProxyError) -> StartOutcome {
        try RouterFile.makeDirectory(paths.directory)
        try RouterFile.makeDirectory(paths.socketDirectory)
        let next = try wanted.resolved()
        let text = try next.rendered(at: paths)
        let running = try? await information()
        try prepareSplit(for: next)
        let outcome: StartOutcome
        if let running, running.identity == (try next.identity(at: paths)) {
            try await adoptDrains()
            try RouterFile.write(text, to: paths.configuration)
            outcome = .adopted
        } else {
            try await replace(running, with: text, listening: next.listen)
            outcome = running == nil ? .started : .reloaded
        }
        configuration = next
        try bringUpToDate()
        return outcome
    }

    /// A file that another process wrote in the meantime is the truth, so it is read again.
    private func prepareSplit(for next: HAProxyConfiguration) throws(HAProxyError) {
        guard try readSplit() == nil else { return }
        let first = TrafficSplit(stable: next.initialStable)
        try RouterFile.write(first.fileText, to: paths.map)
        split = first
    }

    /// Checks the new configuration, and lets a new process take over from the one that runs, if one does.
    private func replace(
        _ running: ProcessInformation?, with text: String, listening listen: Endpoint
    ) async throws(HAProxyError) {
        try RouterFile.write(text, to: paths.checkedConfiguration)
        defer { PrivateFile.remove(paths.checkedConfiguration) }
        try await program.check(paths.checkedConfiguration, at: paths)
        let predecessor = await predecessor(of: running)
        if !mayStandAside(predecessor, running, listen) { try checkAddress(listen, of: predecessor, running) }
        let previous = RouterFile.read(paths.configuration)
        try RouterFile.write(text, to: paths.configuration)
        do {
            try await program.launch(
                at: paths, replacing: predecessor?.processIdentifier, inheriting: running != nil)
            try await awaitReady(after: predecessor)
        } catch {
            if let previous { try RouterFile.write(previous, to: paths.configuration) }
            throw error
        }
        if let predecessor { retiring.append(predecessor) }
    }

    /// Whether it is our own process that listens, and gives way to the next. One whose socket somebody removed, or took
    /// from it, can't be asked; one that is only silent for a while is left alone.
    private func mayStandAside(
        _ predecessor: HAProxyProcess?, _ running: ProcessInformation?, _ listen: Endpoint
    ) -> Bool {
        guard predecessor != nil else { return false }
        guard let running else { return runtime.isAbandoned }
        return running.identity?.listen == listen
    }

    /// - Throws: `HAProxyError` when somebody else listens there, or our own process that can't be asked.
    private func checkAddress(
        _ listen: Endpoint, of predecessor: HAProxyProcess?, _ running: ProcessInformation?
    ) throws(HAProxyError) {
        do {
            try TCPAddress.checkListening(on: listen)
        } catch {
            guard running == nil, let predecessor, case .listenAddressInUse = error else { throw error }
            throw .runtimeUnavailable(
                socket: paths.runtimeSocket, reason: "process \(predecessor.processIdentifier) runs and is silent")
        }
    }

    /// The process that runs: the one that answers, or else the one that the file names, if it is still there. Where
    /// somebody removed the files, it still has their paths in its arguments.
    private nonisolated func predecessor(of running: ProcessInformation?) async -> HAProxyProcess? {
        if let running {
            return HAProxyProcess(
                processIdentifier: running.processIdentifier, configuration: paths.configuration)
        }
        if let named = await HAProxyProcess.named(in: paths.processIdentifier, configuration: paths.configuration) {
            return named
        }
        return await program.latest(with: paths.configuration)
    }

    /// For a moment both processes take connections at the same socket: the new one has to have taken many in a row.
    private func awaitReady(after predecessor: HAProxyProcess?) async throws(HAProxyError) {
        var last: HAProxyError?
        let ready = await Poll.until(within: .seconds(10)) {
            do throws(HAProxyError) {
                for _ in 0..<(predecessor == nil ? 1 : Self.answersInARow) {
                    if try await information().processIdentifier == predecessor?.processIdentifier { return false }
                }
                return true
            } catch {
                last = error
                return false
            }
        }
        guard ready else {
            throw .notReady(socket: paths.runtimeSocket, reason: last?.description ?? "the earlier process still does")
        }
    }

    private static let answersInARow = 20

    /// The process may have read its files before the last changes, or been told less than they say.
    private func bringUpToDate() throws(HAProxyError) {
        try push(try currentFile())
        for slot in Slot.allCases { try pushServers(of: slot) }
    }

    /// An earlier driver may have begun to drain a slot: that goes on.
    private func adoptDrains() async throws(HAProxyError) {
        let states = ServerState.all(in: try await runtime.ask([ServerState.command]).joined())
        for state in states where state.activity == .drain { draining.insert(state.slot) }
    }

    /// The process that was started with this configuration and lives, whether it can be asked or not.
    public nonisolated func livingProcess() async -> Int32? {
        await predecessor(of: try? await information())?.processIdentifier
    }

    private nonisolated func information() async throws(HAProxyError) -> ProcessInformation {
        let answer = try await runtime.ask([ProcessInformation.command]).joined()
        guard let information = ProcessInformation(answer: answer) else {
            throw .commandRefused(command: ProcessInformation.command, answer: String(answer.prefix(400)))
        }
        return information
    }

    private func end() async throws(HAProxyError) {
        let running = try? await information()
        for process in [await predecessor(of: running)].compactMap({ $0 }) + retiring {
            try await process.terminate()
        }
        retiring = []
        configuration = nil
        draining = []
        PrivateFile.remove(paths.runtimeSocket)
        PrivateFile.remove(paths.processIdentifier)
    }
}
