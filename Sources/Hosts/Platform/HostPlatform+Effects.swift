import Delivery
import Platforms
import Telemetry
import Values

extension HostPlatform {
    nonisolated func perform(
        _ effect: ReleaseEffect, of release: ReleaseState, in run: RunState,
        report: @escaping @Sendable (ReleaseInput) -> Void
    ) async throws {
        try Task.checkCancellation()
        switch effect {
        case .askStable(let instances):
            let answers = try await release.serviceCheck.ask(instances) {
                await self.hosts.listener(of: $0.id, at: $0.endpoint)
            }
            report(.stableAsked(answers))
        case .watchStable(let id, let endpoint):
            try await watchStable(id, at: endpoint, check: release.serviceCheck) {
                report(.stableAnswered(id, $0))
            }
        case .prepare: report(.prepared(renewed: try await prepare(release, in: run)))
        case .startInstance(let id):
            let endpoint = try await start(id, of: release, in: run)
            report(.instance(id, .started(endpoint)))
        case .awaitReady(let id, let endpoint):
            let end = try await awaitReady(id, at: endpoint, of: release) { report(.instance(id, $0)) }
            report(.instance(id, end))
        case .watchInstance(let id, let endpoint):
            try await watch(id, at: endpoint, of: release) { report(.instance(id, $0)) }
        case .sampleTraffic:
            try await persistently {
                try await openRouter(for: release)
                try await sample(for: release) { report(.sampled($0)) }
            }
        case .keepRouter(let withheld):
            try await keepRouter(without: withheld, of: release) { report(.routerSeen($0)) }
        case .confirmRouter: report(.routerConfirmed(try await confirmRouter(of: release)))
        case .stopInstance(let id, let limit):
            try await stop(id, within: limit)
            report(.instance(id, .stopped))
        case .closeRouter:
            try await closeRouter()
            report(.routerClosed)
        case .attachCandidate:
            try await openRouter(for: release)
            try await attach(release.placedInstances, to: release.plan.slot, in: release)
            report(.attached)
        case .shiftTraffic(let share):
            try await openRouter(for: release)
            report(try await shift(to: share, at: now(), in: release) ? .shifted(to: share) : .leaseLost)
        case .returnTraffic(let slot):
            try await returnEverything(to: slot, of: release)
            report(.trafficReturned(to: slot))
        case .promoteRoute(let slot):
            try await returnEverything(to: slot, of: release)
            report(.routePromoted(slot))
        case .holdLease:
            try await openRouter(for: release)
            try await holdLease(release.platform.deadManSwitch ?? .haproxy)
            report(.leaseLost)
        case .drain(let slot): try await drain(slot, of: release, report: report)
        case .putInPlace, .routeRequests, .drainInstance: throw PlatformError.replacesNothingInPlace(environment)
        }
    }

    private nonisolated func prepare(_ release: ReleaseState, in run: RunState) async throws -> [HostAddress] {
        try await demandVariables(of: release, in: run)
        let renewed = try await place(release.plan.artifact.digest, on: release.settings.hosts, from: artifacts)
        try await openRouter(for: release)
        // Whatever a release before this one left undone: users are with what is recorded as theirs.
        if let previous = release.plan.previous { try await giveEverything(to: previous.slot, in: release) }
        return renewed
    }

    private nonisolated func returnEverything(to slot: Slot, of release: ReleaseState) async throws {
        try await openRouter(for: release)
        try await giveEverything(to: slot, in: release)
        await activate(slot, of: release)
    }

    private nonisolated func drain(
        _ slot: Slot, of release: ReleaseState, report: @escaping @Sendable (ReleaseInput) -> Void
    ) async throws {
        try await openRouter(for: release)
        let cut = try await drain(slot, within: release.settings.service.drainWithin, in: release) {
            report(.draining(slot, open: $0))
        }
        // The requests that ended last are part of the story, even if they ended after the last tick.
        for sample in (try? await router.lastSamples(candidate: release.plan.slot)) ?? [] { report(.sampled(sample)) }
        report(.drained(slot, cut: cut))
    }
}
