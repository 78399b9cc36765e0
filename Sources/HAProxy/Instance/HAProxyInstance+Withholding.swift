import Delivery
import Values

extension HAProxyInstance {
    /// Keeps requests from the instances that are named, and gives the others of its servers theirs again, whoever took
    /// them from it. It needs no start before: between releases nothing else is known than the files.
    ///
    /// The file says it first, so that a router that is started again begins with it; one that can't be written doesn't
    /// keep HAProxy from being told. What an instance has open is ended.
    /// - Throws: `HAProxyError` when the file or HAProxy didn't follow; `CancellationError`.
    public func withhold(_ instances: [Slot: Set<Endpoint>]) throws {
        try Task.checkCancellation()
        let wanted = try Self.resolved(instances)
        guard let text = RouterFile.read(paths.configuration) else { return }
        var configured = ConfigurationText(text)
        configured.withhold(wanted)
        let next = configured.text
        let written = Result { () throws(HAProxyError) in
            if next != text { try RouterFile.write(next, to: paths.configuration) }
        }
        configuration?.withheld = wanted
        try push(configured)
        try written.get()
    }

    /// Those of a slot's instances that HAProxy sends no new requests to.
    ///
    /// - Throws: `HAProxyError` when it does not answer.
    public nonisolated func closed(of endpoints: [Endpoint], in slot: Slot) async throws(HAProxyError) -> Set<Endpoint>
    {
        let states = ServerState.all(in: try await runtime.ask([ServerState.command]).joined())
        let open = Set(states.filter { $0.slot == slot && $0.activity == .ready }.map(\.endpoint))
        var closed: Set<Endpoint> = []
        for endpoint in endpoints where !open.contains(try TCPAddress.resolve(endpoint)) { closed.insert(endpoint) }
        return closed
    }

    /// Tells the running HAProxy what differs from the file, and sees that it did.
    private func push(_ configured: ConfigurationText) throws(HAProxyError) {
        let before = ServerState.all(in: try runtime.send([ServerState.command]).joined())
        let commands = configured.servers.flatMap { orders(for: $0.server, in: $0.slot, seeing: before) }
        guard !commands.isEmpty else { return }
        let answers = try runtime.send(commands + [ServerState.command])
        let after = ServerState.all(in: answers.last ?? "")
        let left = configured.servers.flatMap { orders(for: $0.server, in: $0.slot, seeing: after) }
        guard let missed = left.first else { return }
        throw .notEffective(wanted: missed, found: answers.dropLast().first { !$0.isEmpty } ?? "no change")
    }

    private func orders(for server: ServerLine, in slot: Slot, seeing states: [ServerState]) -> [String] {
        guard server.isPlaced, let state = states.first(where: { $0.slot == slot && $0.name == server.name }) else {
            return []
        }
        let name = "\(slot.rawValue)/\(server.name)"
        guard "\(state.endpoint)" == server.address else {
            guard let endpoint = Endpoint(server.address) else { return [] }
            return ["set server \(name) addr \(endpoint.address) port \(endpoint.port)"]
        }
        switch (server.isDisabled, state.activity) {
        case (true, .ready), (true, .drain):
            return ["set server \(name) state maint", "shutdown sessions server \(name)"]
        case (false, .maint):
            return ["set server \(name) state \(draining.contains(slot) ? "drain" : "ready")"]
        // Where we don't drain the slot that users are sent to, somebody else does.
        case (false, .drain) where slot == split?.stable && !draining.contains(slot):
            return ["set server \(name) state ready"]
        case (true, .maint), (false, .ready), (false, .drain): return []
        }
    }

    private static func resolved(_ instances: [Slot: Set<Endpoint>]) throws(HAProxyError) -> [Slot: Set<Endpoint>] {
        var result: [Slot: Set<Endpoint>] = [:]
        for (slot, endpoints) in instances where !endpoints.isEmpty {
            for endpoint in endpoints { result[slot, default: []].insert(try TCPAddress.resolve(endpoint)) }
        }
        return result
    }
}
