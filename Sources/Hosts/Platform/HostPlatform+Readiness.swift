import Delivery
import Fleet
import Posix
import Telemetry
import Values

/// Whether an instance that was started gets ready.
extension HostPlatform {
    /// Waits until an instance answers its readiness check, and says so; or why it never will. Once its time is over, what
    /// is still wrong is reported again and again: whether it was too long is for others to say.
    nonisolated func awaitReady(
        _ id: InstanceID, at endpoint: Endpoint, of release: ReleaseState,
        report: @escaping @Sendable (InstanceInput) -> Void
    ) async throws -> InstanceInput {
        let probe = try release.probe(of: endpoint)
        let limit = release.settings.service.startWithin
        return try await firstOf(
            { .failed(try await self.failureAtStart(of: id, at: endpoint, of: release)) },
            {
                while true {
                    while await probe.ask() != .good { try await Task.sleep(for: .milliseconds(50)) }
                    if let input = await self.readiness(of: id, at: endpoint, of: release) { return input }
                    try await Task.sleep(for: .milliseconds(300))
                }
            },
            {
                try await Task.sleep(for: limit)
                while true {
                    switch try await self.look(at: id, endpoint, probe, of: release) {
                    case .success(let listener): return .ready(listener: listener)
                    case .failure(let lack): report(.unready(lack.failure))
                    }
                    try await Task.sleep(for: .seconds(1))
                }
            })
    }

    /// Why an instance ended before it was ready: mostly its last words say it, but not who has its port.
    private nonisolated func failureAtStart(
        of id: InstanceID, at endpoint: Endpoint, of release: ReleaseState
    ) async throws -> InstanceFailure {
        let failure = try await self.failure(of: id)
        guard case .foreign(let holder)? = try? await listener(of: id, at: endpoint, in: release) else {
            return failure
        }
        return .portTaken(port: endpoint.port, by: holder)
    }

    /// What is said of an instance that has answered; `nil` while nobody listens, or its host can't be asked.
    private nonisolated func readiness(
        of id: InstanceID, at endpoint: Endpoint, of release: ReleaseState
    ) async -> InstanceInput? {
        do {
            let listener = try await listener(of: id, at: endpoint, in: release)
            return listener == .nobody ? nil : .ready(listener: listener)
        } catch {
            return nil
        }
    }

    /// Who listens where an instance should, if that is ready; what it lacks otherwise.
    private nonisolated func look(
        at id: InstanceID, _ endpoint: Endpoint, _ probe: HTTPProbe, of release: ReleaseState
    ) async throws -> Result<PortListener?, Lack> {
        do {
            let answer = await probe.ask()
            let listener = try await listener(of: id, at: endpoint, in: release)
            guard let detail = try answer.reasonAtStart() else { return .success(listener) }
            if case .foreign(let holder)? = listener {
                return .failure(Lack(failure: .portTaken(port: endpoint.port, by: holder)))
            }
            return .failure(Lack(failure: .notReady(detail: detail, lastOutput: await lastWords(of: id))))
        } catch let shortage as DescriptorShortage {
            // It may well be ready: nobody can tell.
            throw Problem(what: "asking \(id) whether it is ready", why: "\(shortage)")
        } catch {
            try Task.checkCancellation()
            let detail = "who listens on port \(endpoint.port) could not be asked: \(error.words)"
            return .failure(Lack(failure: .notReady(detail: detail, lastOutput: "")))
        }
    }

    /// Who listens where an instance of the candidate should; `nil` where nobody is to ask.
    ///
    /// Throws what keeps its host from being asked: before it is ready that is no answer.
    private nonisolated func listener(
        of id: InstanceID, at endpoint: Endpoint, in release: ReleaseState
    ) async throws -> PortListener? {
        switch release.settings.service.listener {
        case .own: try await instance(id).command.listener(on: endpoint)
        case .any, nil: nil
        }
    }

    /// The first answer of several attempts; the others are cancelled.
    nonisolated func firstOf(
        _ attempts: (@Sendable () async throws -> InstanceInput)...
    ) async throws -> InstanceInput {
        try await withThrowingTaskGroup(of: InstanceInput.self) { group in
            for attempt in attempts { group.addTask { try await attempt() } }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

/// What an instance lacks to be ready.
private struct Lack: Error {
    let failure: InstanceFailure
}

extension ReleaseState {
    /// - Throws: `Problem` when endpoint and path make no address.
    func probe(of endpoint: Endpoint) throws -> HTTPProbe {
        let check = settings.readiness
        guard let probe = HTTPProbe(endpoint: endpoint, path: check.path, within: check.within) else {
            throw Problem(what: "probing \(endpoint)", why: "\(check.path) is no path of an HTTP address")
        }
        return probe
    }
}

extension ProbeAnswer {
    /// Why an instance is not ready; with what is mostly wrong where nobody answers.
    fileprivate func reasonAtStart() throws(DescriptorShortage) -> String? {
        let reason = try reason()
        if case .silent = self { return reason.map { "\($0); does it listen on $PORT?" } }
        return reason
    }
}
