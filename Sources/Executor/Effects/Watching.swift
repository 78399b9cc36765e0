import Delivery
import Fleet
import Telemetry

/// Whether instances are well: at their start, and from then on.
extension World {
    /// Waits until an instance answers its readiness check, and says so; or why it never will.
    func awaitReady(
        _ id: InstanceID, at endpoint: Endpoint, of release: ReleaseState, in name: EnvironmentName, on site: Site
    ) async throws -> Input {
        let probe = try release.probe(of: endpoint)
        let limit = release.settings.service.startWithin
        return try await firstOf(
            { .instanceFailed(name, id, try await site.failure(of: id)) },
            {
                while await probe.ask() != .good { try await Task.sleep(for: .milliseconds(50)) }
                return .instanceReady(name, id)
            },
            {
                try await Task.sleep(for: limit)
                guard let detail = await probe.ask().reasonAtStart else { return .instanceReady(name, id) }
                return .instanceFailed(name, id, .notReady(detail: detail, lastOutput: await site.lastWords(of: id)))
            })
    }

    /// Watches a ready instance until it fails, by its process and by its answers.
    func watch(
        _ id: InstanceID, at endpoint: Endpoint, of release: ReleaseState, in name: EnvironmentName, on site: Site
    ) async throws -> Input {
        let probe = try release.probe(of: endpoint)
        return try await persistently {
            try await firstOf(
                { .instanceFailed(name, id, try await site.failure(of: id)) },
                { .probeFailed(name, id, detail: try await probe.twoFailuresInARow()) })
        }
    }

    /// A watch that breaks says nothing about the instance, and must not end while it is wanted.
    private func persistently(_ watch: () async throws -> Input) async throws -> Input {
        while true {
            do {
                return try await watch()
            } catch {
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// The first answer of several attempts; the others are cancelled.
    private func firstOf(_ attempts: (@Sendable () async throws -> Input)...) async throws -> Input {
        try await withThrowingTaskGroup(of: Input.self) { group in
            for attempt in attempts { group.addTask { try await attempt() } }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

extension ReleaseState {
    /// - Throws: `Problem` when endpoint and path make no address.
    fileprivate func probe(of endpoint: Endpoint) throws -> HTTPProbe {
        let check = settings.readiness
        guard let probe = HTTPProbe(endpoint: endpoint, path: check.path, within: check.within) else {
            throw Problem(what: "probing \(endpoint)", why: "\(check.path) is no path of an HTTP address")
        }
        return probe
    }
}

extension ProbeAnswer {
    /// Why an instance is not ready; with what is mostly wrong where nobody answers.
    fileprivate var reasonAtStart: String? {
        if case .silent = self { return reason.map { "\($0); does it listen on $PORT?" } }
        return reason
    }
}

extension HTTPProbe {
    /// Asks once a second until two answers in a row are bad; gives why the second was.
    fileprivate func twoFailuresInARow() async throws -> String {
        while true {
            try await Task.sleep(for: .seconds(1))
            guard await ask() != .good else { continue }
            if let reason = await ask().reason { return reason }
        }
    }
}
