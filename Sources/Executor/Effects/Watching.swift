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

    /// Watches a ready instance until its process ends, and says meanwhile whenever it didn't answer well.
    func watch(
        _ id: InstanceID, at endpoint: Endpoint, of release: ReleaseState, in name: EnvironmentName, on site: Site,
        report: @escaping @Sendable (Input) -> Void
    ) async throws {
        let probe = try release.probe(of: endpoint)
        let failure = try await persistently {
            try await firstOf(
                { .instanceFailed(name, id, try await site.failure(of: id)) },
                { try await probe.tell { report(.probed(name, id, $0)) } })
        }
        report(failure)
    }

    /// Asks an instance of stable once a second, and says when its process has ended, until cancelled.
    func watchStable(
        _ id: InstanceID, at endpoint: Endpoint, check: ServiceCheck, on site: Site,
        report: @escaping @Sendable (InstanceAnswer) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var streak = AnswerStreak()
                while true {
                    report(streak.take(await check.problem(at: endpoint), at: .now))
                    try await Task.sleep(for: InstanceAnswer.patience)
                }
            }
            group.addTask {
                let failure = try await persistently { try await site.failure(of: id) }
                // What counts is what answers: a service may have left its first process behind.
                guard case .exited(let status, let output) = failure, await check.problem(at: endpoint) != nil
                else { return }
                try Task.checkCancellation()
                report(.ended(status: status, lastOutput: output))
            }
            try await group.waitForAll()
        }
    }

    /// A watch that breaks says nothing about the instance, and must not end while it is wanted.
    private func persistently<Found>(_ watch: () async throws -> Found) async throws -> Found {
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
    /// How stable is asked: as this release asks, for it has the same readiness check in most cases, and older records
    /// don't say what theirs was.
    var serviceCheck: ServiceCheck {
        plan.previous?.check
            ?? ServiceCheck(
                path: settings.readiness.path, within: settings.readiness.within, listen: settings.traffic.listen)
    }

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
    /// Asks once a second, and tells of every bad answer.
    fileprivate func tell(_ report: @Sendable (InstanceAnswer) -> Void) async throws -> Input {
        var streak = AnswerStreak()
        while true {
            try await Task.sleep(for: .seconds(1))
            let reason = await ask().reason
            let answer = streak.take(reason, at: .now)
            if reason != nil { report(answer) }
        }
    }
}
