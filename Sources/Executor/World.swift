import Delivery
import Fleet
import Foundation
import Journal
import SystemCalls
import Telemetry

/// Everything outside the core that effects act on: one site an environment, and the workspace's commands.
public struct World: Sendable {
    let state: StateDirectory
    let sites: Sites
    let artifacts: ArtifactStore
    let now: @Sendable () -> Timestamp
    let variables: PassedVariables

    /// - Parameters:
    ///   - variables: the executor's environment. Steps and instances find in theirs what their pipeline passes on.
    ///   - withheld: the variables that hold secrets, which no pipeline passes on.
    public init(
        state: StateDirectory, variables: [String: String], withholding withheld: Set<String> = [],
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.state = state
        self.variables = PassedVariables(all: variables, withheld: withheld)
        self.now = now
        sites = Sites(state: state, variables: variables)
        artifacts = ArtifactStore(directory: URL(filePath: state.path).appending(path: "artifacts"))
    }

    /// Performs an effect to its end, or until it is cancelled, and reports what came of it.
    func perform(_ effect: Effect, in run: RunState, report: @escaping @Sendable (Input) -> Void) async {
        do {
            try await attempt(effect, in: run, report: report)
        } catch is CancellationError {
            return
        } catch let missing as MissingOutput {
            report(.artifactMissing(missing.step, detail: missing.detail))
        } catch {
            guard !Task.isCancelled else { return }
            report(effect.input(for: Problem(what: effect.purpose, why: error.words)))
        }
    }

    private func attempt(_ effect: Effect, in run: RunState, report: @escaping @Sendable (Input) -> Void) async throws {
        switch effect {
        case .runCommand(let step, let command):
            let outcome = try await runCommand(command, for: step, of: run)
            let output = outcome == .exited(code: 0) ? nil : outputEnd(of: step, in: run)
            report(.commandEnded(step, outcome, output: output))
        case .stopCommand(let step):
            try await stopCommand(of: step, in: run)
            report(.commandEnded(step, .signalled(Int(SIGTERM))))
        case .makeArtifact(let step, let path, let versionFile):
            report(
                .artifactMade(step, try await makeArtifact(path: path, versionFile: versionFile, for: step, of: run)))
        default:
            guard let release = run.release else { return }
            let site = try await sites.site(for: release)
            try await perform(effect, of: release, in: run, at: site, report: report)
        }
    }

    private func perform(
        _ effect: Effect, of release: ReleaseState, in run: RunState, at site: Site,
        report: @escaping @Sendable (Input) -> Void
    ) async throws {
        switch effect {
        case .runCommand, .stopCommand, .makeArtifact: break
        case .askStable(let name, let instances):
            let answers = try await release.serviceCheck.ask(instances) {
                await site.hosts.listener(of: $0.id, at: $0.endpoint)
            }
            report(.stableAsked(name, answers))
        case .watchStable(let name, let id, let endpoint):
            try await watchStable(id, at: endpoint, check: release.serviceCheck, on: site) {
                report(.stableAnswered(name, id, $0))
            }
        case .prepare(let name):
            let renewed = try await site.place(
                release.plan.artifact.digest, on: release.settings.hosts, from: artifacts)
            try await site.openRouter(for: release)
            // Whatever a release before this one left undone: users are with what is recorded as theirs.
            if let previous = release.plan.previous { try await site.giveEverything(to: previous.slot, in: release) }
            report(.prepared(name, renewed: renewed))
        case .startInstance(let name, let id):
            let endpoint = try await site.start(id, of: release, variables: variables.given(to: run.pipeline))
            report(.instanceStarted(name, id, endpoint))
        case .awaitReady(let name, let id, let endpoint):
            report(try await awaitReady(id, at: endpoint, of: release, in: name, on: site))
        case .watchInstance(let name, let id, let endpoint):
            try await watch(id, at: endpoint, of: release, in: name, on: site, report: report)
        case .sampleTraffic(let name):
            try await persistently {
                try await site.openRouter(for: release)
                try await site.sample(for: release) { report(.sampled(name, $0)) }
            }
        case .keepRouter(let name, let withheld):
            try await site.keepRouter(without: withheld, of: release) { report(.routerSeen(name, $0)) }
        case .confirmRouter(let name):
            report(.routerConfirmed(name, try await site.confirmRouter(of: release)))
        case .stopInstance(let name, let id, let limit):
            try await site.stop(id, within: limit)
            report(.instanceStopped(name, id))
        case .closeRouter(let name):
            try await site.closeRouter()
            report(.routerClosed(name))
        default:
            try await site.openRouter(for: release)
            try await route(effect, of: release, at: site, report: report)
        }
    }

    /// Effects on who sees which version; the router is open.
    private func route(
        _ effect: Effect, of release: ReleaseState, at site: Site, report: @escaping @Sendable (Input) -> Void
    ) async throws {
        switch effect {
        case .attachCandidate(let name):
            try await site.attach(release.placedInstances, to: release.plan.slot, in: release)
            report(.attached(name))
        case .shiftTraffic(let name, let share):
            let isShifted = try await site.shift(to: share, at: now(), in: release)
            report(isShifted ? .shifted(name, to: share) : .leaseLost(name))
        case .returnTraffic(let name, let slot):
            try await site.giveEverything(to: slot, in: release)
            await site.activate(slot, of: release)
            report(.trafficReturned(name, to: slot))
        case .promoteRoute(let name, let slot):
            try await site.giveEverything(to: slot, in: release)
            await site.activate(slot, of: release)
            report(.routePromoted(name, slot))
        case .holdLease(let name):
            try await site.holdLease(now: now)
            report(.leaseLost(name))
        case .drain(let name, let slot):
            let limit = release.settings.service.drainWithin
            let cut = try await site.drain(slot, within: limit, in: release) { report(.draining(name, slot, open: $0)) }
            // The requests that ended last are part of the story, even if they ended after the last tick.
            for sample in (try? await site.lastSamples(of: release)) ?? [] { report(.sampled(name, sample)) }
            report(.drained(name, slot, cut: cut))
        default: break
        }
    }
}

extension Effect {
    /// What the core hears when the effect could not be carried out.
    fileprivate func input(for problem: Problem) -> Input {
        switch self {
        case .runCommand(let step, _), .stopCommand(let step): .commandEnded(step, .unknown(problem))
        case .makeArtifact(let step, _, _): .artifactFailed(step, problem)
        default: .effectErrored(self, problem)
        }
    }
}
