import Delivery
import Fleet
import SystemCalls
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
            { .instanceFailed(name, id, try await failureAtStart(of: id, at: endpoint, of: release, on: site)) },
            {
                while true {
                    while await probe.ask() != .good { try await Task.sleep(for: .milliseconds(50)) }
                    if let input = await readiness(of: id, at: endpoint, of: release, in: name, on: site) {
                        return input
                    }
                    try await Task.sleep(for: .milliseconds(300))
                }
            },
            {
                try await Task.sleep(for: limit)
                return try await lastChance(id, at: endpoint, probe, of: release, in: name, on: site)
            })
    }

    /// Why an instance ended before it was ready: mostly its last words say it, but not who has its port.
    private func failureAtStart(
        of id: InstanceID, at endpoint: Endpoint, of release: ReleaseState, on site: Site
    ) async throws -> InstanceFailure {
        let failure = try await site.failure(of: id)
        guard case .foreign(let holder)? = try? await site.listener(of: id, at: endpoint, of: release) else {
            return failure
        }
        return .portTaken(port: endpoint.port, by: holder)
    }

    /// What is said of an instance that has answered; `nil` while nobody listens, or its host can't be asked.
    private func readiness(
        of id: InstanceID, at endpoint: Endpoint, of release: ReleaseState, in name: EnvironmentName, on site: Site
    ) async -> Input? {
        do {
            let listener = try await site.listener(of: id, at: endpoint, of: release)
            return listener == .nobody ? nil : .instanceReady(name, id, listener: listener)
        } catch {
            return nil
        }
    }

    /// What is said of an instance whose time to get ready is over.
    private func lastChance(
        _ id: InstanceID, at endpoint: Endpoint, _ probe: HTTPProbe, of release: ReleaseState,
        in name: EnvironmentName, on site: Site
    ) async throws -> Input {
        do {
            let answer = await probe.ask()
            let listener = try await site.listener(of: id, at: endpoint, of: release)
            guard let detail = try answer.reasonAtStart() else { return .instanceReady(name, id, listener: listener) }
            if case .foreign(let holder)? = listener {
                return .instanceFailed(name, id, .portTaken(port: endpoint.port, by: holder))
            }
            return .instanceFailed(name, id, .notReady(detail: detail, lastOutput: await site.lastWords(of: id)))
        } catch let shortage as DescriptorShortage {
            // It may well be ready: nobody can tell.
            throw Problem(what: "asking \(id) whether it is ready", why: "\(shortage)")
        } catch {
            try Task.checkCancellation()
            let detail = "who listens on port \(endpoint.port) could not be asked: \(error.words)"
            return .instanceFailed(name, id, .notReady(detail: detail, lastOutput: ""))
        }
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
                { try await release.watch(id, at: endpoint, probe, on: site).tell { report(.probed(name, id, $0)) } })
        }
        report(failure)
    }

    /// Asks an instance of stable once a second, and says when its process has ended, until cancelled.
    func watchStable(
        _ id: InstanceID, at endpoint: Endpoint, check: ServiceCheck, on site: Site,
        report: @escaping @Sendable (InstanceAnswer) -> Void
    ) async throws {
        let watch = check.watch(PlacedInstance(id: id, endpoint: endpoint)) {
            await site.hosts.listener(of: $0.id, at: $0.endpoint)
        }
        // What answers after the first process has ended may be another.
        let end = Alarm()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var streak = AnswerStreak()
                var watch = watch
                while true {
                    if let answer = streak.take(await watch.look(isAlarmed: end.take()), at: .now) { report(answer) }
                    try await Task.sleep(for: InstanceAnswer.patience)
                }
            }
            group.addTask {
                let failure = try await persistently { try await site.failure(of: id) }
                guard case .exited(let status, let output) = failure else { return }
                end.raise()
                // What counts is what answers: a service may have left its first process behind, and another process
                // may have its port since.
                var watch = watch
                let look = await watch.look()
                try Task.checkCancellation()
                switch look.listener {
                case .foreign(let holder): report(.taken(port: look.port, by: holder))
                case .nobody: report(.ended(status: status, lastOutput: output))
                case .own, .unknown, nil:
                    // What nobody could ask is asked again, once a second.
                    if look.problem != nil { report(.ended(status: status, lastOutput: output)) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// A watch that breaks says nothing about the instance, and must not end while it is wanted.
    func persistently<Found>(_ watch: () async throws -> Found) async throws -> Found {
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

    /// Looks at an instance of the candidate, again and again.
    fileprivate func watch(
        _ id: InstanceID, at endpoint: Endpoint, _ probe: HTTPProbe, on site: Site
    ) -> InstanceWatch {
        InstanceWatch(
            port: endpoint.port, problem: { try await probe.ask().reason() },
            listener: { [policy = settings.service.listener] in
                switch policy {
                case .own: await site.hosts.listener(of: id, at: endpoint)
                case .any, nil: nil
                }
            })
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
    fileprivate func reasonAtStart() throws(DescriptorShortage) -> String? {
        let reason = try reason()
        if case .silent = self { return reason.map { "\($0); does it listen on $PORT?" } }
        return reason
    }
}

extension Site {
    /// Who listens where an instance of the candidate should; `nil` where nobody is to ask.
    ///
    /// Throws what keeps its host from being asked: before it is ready that is no answer.
    nonisolated fileprivate func listener(
        of id: InstanceID, at endpoint: Endpoint, of release: ReleaseState
    ) async throws -> PortListener? {
        switch release.settings.service.listener {
        case .own: try await instance(id).command.listener(on: endpoint)
        case .any, nil: nil
        }
    }
}

extension InstanceWatch {
    /// Looks once a second, and tells of every bad answer.
    fileprivate func tell(_ report: @Sendable (InstanceAnswer) -> Void) async throws -> Input {
        var streak = AnswerStreak()
        var watch = self
        while true {
            try await Task.sleep(for: .seconds(1))
            if let answer = streak.take(await watch.look(), at: .now), answer != .good { report(answer) }
        }
    }
}
