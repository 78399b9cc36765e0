import Delivery
import Values

extension HAProxyInstance {
    /// Gives a slot other instances, all ready for requests. More than there was room for cost a seamless reload.
    ///
    /// - Throws: `HAProxyError`.
    public func setEndpoints(_ slot: Slot, _ endpoints: [Endpoint]) async throws(HAProxyError) {
        // A start under way would push the servers that it began with over these.
        while let other = transition { await other.value }
        var next = try started()
        let room = next.instancesPerSlot
        next.setEndpoints(slot, endpoints)
        draining.remove(slot)
        guard next.instancesPerSlot == room else {
            try await start(next)
            return
        }
        try store(try next.resolved())
        try pushServers(of: slot)
    }

    /// Lets a slot's instances finish the requests they have; new ones are refused, so take the traffic away first.
    ///
    /// Lasts until other endpoints are set, the slot is disabled or gets everything, over reloads too. A task that was
    /// cancelled before its turn came changes nothing: a rollback may have overtaken it.
    /// - Throws: `HAProxyError`, `CancellationError`.
    public func drain(_ slot: Slot) throws {
        try Task.checkCancellation()
        _ = try started()
        draining.insert(slot)
        try pushServers(of: slot)
    }

    /// Lets a slot that was being drained have requests again.
    func endDraining(of slot: Slot) throws(HAProxyError) {
        guard draining.remove(slot) != nil else { return }
        do throws(HAProxyError) {
            try pushServers(of: slot)
        } catch {
            draining.insert(slot)
            throw error
        }
    }

    /// How many requests a slot's instances have under way.
    ///
    /// Those that an earlier process is still finishing after a reload are not among them.
    /// - Throws: `HAProxyError`.
    public nonisolated func activeSessions(_ slot: Slot) async throws(HAProxyError) -> Int {
        try await counters().slots[slot]?.total.currentSessions ?? 0
    }

    /// Sees that it answers, within a second.
    ///
    /// - Throws: `HAProxyError` when it does not.
    public nonisolated func verifyAnswering() async throws(HAProxyError) {
        _ = try await pulse.ask([RuntimeSocket.lightQuestion])
    }

    /// What HAProxy has counted since its process started.
    ///
    /// - Throws: `HAProxyError`.
    public nonisolated func counters() async throws(HAProxyError) -> RouterCounters {
        let commands = [RouterCounters.command, ProcessInformation.command]
        let answers = try await runtime.ask(commands)
        guard let table = answers.first, let last = answers.last, let information = ProcessInformation(answer: last),
            let counters = RouterCounters(table: table, information: information)
        else { throw .commandRefused(command: commands.joined(separator: "; "), answer: answers.first ?? "") }
        return counters
    }

    /// The configuration that was started.
    func started() throws(HAProxyError) -> HAProxyConfiguration {
        guard let configuration else { throw .notStarted(directory: paths.directory) }
        return configuration
    }

    /// Makes the file say what a restarted HAProxy is to do.
    private func store(_ next: HAProxyConfiguration) throws(HAProxyError) {
        try RouterFile.write(try next.rendered(at: paths), to: paths.configuration)
        configuration = next
    }

    /// Tells the running HAProxy where a slot's instances are and whether they get requests, and sees that it did.
    func pushServers(of slot: Slot) throws(HAProxyError) {
        let wanted = try started().servers(of: slot, draining: draining.contains(slot))
        // The ready ones first, so that a slot that shrinks is never without any.
        let commands = wanted.flatMap { $0.commands }
        let answers = try runtime.change(commands + ["\(ServerState.command) \(slot.rawValue)"])
        let found = ServerState.all(in: answers.last ?? "")
        for server in wanted where !server.isMet(by: found) {
            let answer = answers.dropLast().first { !$0.isEmpty && !$0.contains("by 'stats socket command'") }
            if let answer { throw .commandRefused(command: commands.joined(separator: "; "), answer: answer) }
            let state = found.first { $0.slot == slot && $0.name == server.name }
            throw .notEffective(
                wanted: "\(slot.rawValue)/\(server.name) \(server)",
                found: state.map { "\($0.endpoint) \($0.activity.rawValue)" } ?? "no such server")
        }
    }
}

/// What a server is to be.
private struct WantedServer: CustomStringConvertible {
    let slot: Slot
    let name: String
    /// `nil` when there is no instance for it.
    let endpoint: Endpoint?
    let activity: ServerState.Activity

    var commands: [String] {
        let server = "set server \(slot.rawValue)/\(name)"
        let address = endpoint.map { "\(server) addr \($0.address) port \($0.port)" }
        return [address, "\(server) state \(activity.rawValue)"].compactMap { $0 }
    }

    func isMet(by states: [ServerState]) -> Bool {
        states.contains {
            $0.slot == slot && $0.name == name && $0.activity == activity && (endpoint ?? $0.endpoint) == $0.endpoint
        }
    }

    var description: String { "\(endpoint?.description ?? "") \(activity.rawValue)" }
}

extension HAProxyConfiguration {
    fileprivate func servers(of slot: Slot, draining: Bool) -> [WantedServer] {
        let own = endpoints(of: slot)
        return (0..<instancesPerSlot).map { index in
            let endpoint = own.indices.contains(index) ? own[index] : nil
            let getsNothing = endpoint.map { isWithheld($0, in: slot) } ?? true
            return WantedServer(
                slot: slot, name: Self.server(index), endpoint: endpoint,
                activity: getsNothing ? .maint : draining ? .drain : .ready)
        }
    }

    /// The same with addresses in numbers, as HAProxy takes them while it runs.
    ///
    /// - Throws: `HAProxyError.unresolvable`.
    func resolved() throws(HAProxyError) -> HAProxyConfiguration {
        try validate()
        var result = self
        for (slot, list) in endpoints {
            var numeric: [Endpoint] = []
            for endpoint in list { numeric.append(try TCPAddress.resolve(endpoint)) }
            result.endpoints[slot] = numeric
        }
        for (slot, set) in withheld {
            result.withheld[slot] = nil
            for endpoint in set { result.withheld[slot, default: []].insert(try TCPAddress.resolve(endpoint)) }
        }
        return result
    }
}
