import Delivery
import Telemetry
import Values

/// Whether instances are well, for as long as they are wanted.
extension HostPlatform {
    /// Watches a ready instance until its process ends, and says meanwhile whenever it didn't answer well.
    nonisolated func watch(
        _ id: InstanceID, at endpoint: Endpoint, of release: ReleaseState,
        report: @escaping @Sendable (InstanceInput) -> Void
    ) async throws {
        let probe = try release.probe(of: endpoint)
        let failure = try await persistently {
            try await firstOf(
                { .failed(try await self.failure(of: id)) },
                {
                    try await self.watch(id, at: endpoint, probe, of: release).tell { report(.probed($0)) }
                },
                { try await Self.observe(endpoint, by: release.settings.probes) { report(.observed($0)) } })
        }
        report(failure)
    }

    /// Makes the probes of health rules, each once a second, until cancelled.
    private static func observe(
        _ endpoint: Endpoint, by probes: [(rule: String, probe: InstanceProbe)],
        report: @escaping @Sendable (Observation) -> Void
    ) async throws -> InstanceInput {
        try await withThrowingTaskGroup(of: InstanceInput.self) { group in
            for (rule, probe) in probes {
                let watch = InstanceWatch(
                    port: endpoint.port, problem: { try await probe.problem(at: endpoint) }, listener: { nil })
                group.addTask { try await watch.tell { report(Observation(rule: rule, answer: $0)) } }
            }
            guard let end = try await group.next() else { return try await .never() }
            return end
        }
    }

    private nonisolated func watch(
        _ id: InstanceID, at endpoint: Endpoint, _ probe: HTTPProbe, of release: ReleaseState
    ) -> InstanceWatch {
        InstanceWatch(
            port: endpoint.port, problem: { try await probe.ask().reason() },
            listener: { [policy = release.settings.service.listener, hosts] in
                switch policy {
                case .own: await hosts.listener(of: id, at: endpoint)
                case .any, nil: nil
                }
            })
    }

    /// Asks an instance of stable once a second, and says when its process has ended, until cancelled.
    nonisolated func watchStable(
        _ id: InstanceID, at endpoint: Endpoint, check: ServiceCheck,
        report: @escaping @Sendable (InstanceAnswer) -> Void
    ) async throws {
        let watch = check.watch(PlacedInstance(id: id, endpoint: endpoint)) { [hosts] in
            await hosts.listener(of: $0.id, at: $0.endpoint)
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
                let failure = try await self.persistently { try await self.failure(of: id) }
                guard case .exited(let status, let output) = failure else { return }
                end.raise()
                try await Self.tellOfEnd(status, output, watch, report)
            }
            try await group.waitForAll()
        }
    }

    /// What counts is what answers: a service may have left its first process behind, and another process may have its
    /// port since.
    private static func tellOfEnd(
        _ status: String?, _ output: String, _ watch: InstanceWatch, _ report: @Sendable (InstanceAnswer) -> Void
    ) async throws {
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

    /// A watch that breaks says nothing about the instance, and must not end while it is wanted.
    nonisolated func persistently<Found>(_ watch: () async throws -> Found) async throws -> Found {
        while true {
            do {
                return try await watch()
            } catch {
                try await Task.sleep(for: .seconds(1))
            }
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
}

extension InstanceWatch {
    /// Looks once a second, and tells of every bad answer, and of the first good one after it.
    fileprivate func tell(_ report: @Sendable (InstanceAnswer) -> Void) async throws -> InstanceInput {
        var streak = AnswerStreak()
        var watch = self
        var last: InstanceAnswer?
        while true {
            try await Task.sleep(for: .seconds(1))
            guard let answer = streak.take(await watch.look(), at: .now) else { continue }
            if answer != .good || last != .good { report(answer) }
            last = answer
        }
    }
}

extension InstanceInput {
    /// Waits until it is cancelled.
    fileprivate static func never() async throws -> InstanceInput {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
