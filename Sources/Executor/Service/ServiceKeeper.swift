import Delivery
import Journal
import Platforms
import Posix
import Synchronization
import Telemetry
import Values

/// Keeps up what is in service: asks every instance and every router again and again, has recorded what that amounts to,
/// and carries out what follows. Where something is being released, the release looks after the router.
public struct ServiceKeeper: Sendable {
    /// From one round to the next.
    private static let pause = Duration.seconds(1)

    private let recorder: Recorder
    private let eyes: ServiceEyes
    private let now: @Sendable () -> Timestamp
    private let works = ServiceWorks()

    public init(recorder: Recorder, eyes: ServiceEyes, now: @escaping @Sendable () -> Timestamp) {
        self.recorder = recorder
        self.eyes = eyes
        self.now = now
    }

    /// Goes on until it is cancelled, also while there is no room to record anything: what is seen then is recorded by
    /// the first round that finds room.
    ///
    /// - Throws: `JournalError` when nothing can be recorded any more; `CancellationError`.
    public func carryOn() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            var sight = ServiceSight()
            while true {
                let begun = ContinuousClock.now
                try await look(&sight)
                for work in await works.begin(wanted) { group.addTask { try await perform(work) } }
                try await Task.sleep(until: begun + Self.pause)
            }
        }
    }

    /// Brings up what is to be up, and down what is to be down, for as long as that takes, but no longer than `limit`.
    ///
    /// - Parameter environment: `nil` is all of them.
    /// - Throws: as ``carryOn()``.
    public func settle(_ environment: EnvironmentName? = nil, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        try await withThrowingDiscardingTaskGroup { group in
            var sight = ServiceSight()
            while true {
                try await look(&sight)
                for work in await works.begin(wanted) { group.addTask { try await perform(work) } }
                if await isSettled(environment, sight) { break }
                guard ContinuousClock.now < deadline else { return group.cancelAll() }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Whether each instance answers, or is not to be waited for: one that could not be started is tried again later.
    private func isSettled(_ environment: EnvironmentName?, _ sight: ServiceSight) async -> Bool {
        let ledger = await recorder.ledger
        let names = environment.map { [$0] } ?? Array(ledger.environments.keys)
        guard names.allSatisfy({ ledger.serviceEffects(in: $0).isEmpty }) else { return false }
        return ledger.watchedDeployments.filter { names.contains($0.environment) }.allSatisfy { name, deployment in
            deployment.instances.allSatisfy { placed in
                let answer = sight.answers[ServiceSight.Subject(environment: name, instance: placed)]
                return answer == .good || answer?.isOfAnother == true || deployment.start == nil
                    || ledger.environments[name]?.upkeep(of: placed.id)?.isWaitedFor == false
            }
        }
    }

    private var wanted: [ServiceWork] {
        get async {
            let ledger = await recorder.ledger
            return ledger.environments.keys.sorted().flatMap { name in
                ledger.serviceEffects(in: name).map { ServiceWork(environment: name, effect: $0) }
            }
        }
    }

    private func look(_ sight: inout ServiceSight) async throws {
        let ledger = await recorder.ledger
        let findings = await findings(ledger, sight)
        try Task.checkCancellation()
        for (subject, answer) in sight.take(findings) {
            let input = subject.instance.map { ServiceInput.answered($0.id, answer) } ?? .routerAnswered(answer)
            try await take(input, in: subject.environment)
        }
        for (environment, record) in await recorder.ledger.environments where record.kept != nil {
            try await take(.looked, in: environment)
        }
        for (environment, deployment) in await recorder.ledger.deploymentsAtRest {
            let withheld = await recorder.ledger.environments[environment]?.withheld ?? []
            let look = await eyes.platform(environment)?.keepServing(deployment, without: withheld)
            if look == .startedAgain { try await take(.routerStarted, in: environment) }
        }
    }

    private func findings(_ ledger: Ledger, _ sight: ServiceSight) async -> [ServiceSight.Finding] {
        await withTaskGroup(of: ServiceSight.Finding.self) { group in
            for (environment, deployment) in ledger.watchedDeployments {
                for instance in deployment.instances {
                    let subject = ServiceSight.Subject(environment: environment, instance: instance)
                    let watch = sight.watch(subject)
                    group.addTask { await look(at: instance, of: deployment, subject, watch) }
                }
            }
            for (environment, deployment) in ledger.deploymentsAtRest {
                guard let check = deployment.check else { continue }
                group.addTask { [eyes] in
                    let look = await check.lookAtRouter { await eyes.routerAnswers(environment) }
                    return ServiceSight.Finding(
                        subject: ServiceSight.Subject(environment: environment, instance: nil), look: look, end: nil,
                        watch: nil, time: .now)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func look(
        at instance: PlacedInstance, of deployment: Deployment, _ subject: ServiceSight.Subject,
        _ known: InstanceWatch?
    ) async -> ServiceSight.Finding {
        let environment = subject.environment
        var watch = known ?? deployment.watch(instance) { [eyes] in await eyes.listener($0, environment) }
        let look = await watch.look()
        // One that does not answer may have ended: then nobody waits for the next look.
        var end: InstanceAnswer?
        if look.problem != nil || look.listener == .nobody {
            end = await eyes.platform(environment)?.end(of: instance.id)
        }
        return ServiceSight.Finding(subject: subject, look: look, end: end, watch: watch, time: .now)
    }

    private func perform(_ work: ServiceWork) async throws {
        defer { works.end(work) }
        guard let platform = await eyes.platform(work.environment),
            let record = await recorder.ledger.environments[work.environment]
        else { return }
        switch work.effect {
        case .startAgain(let instance, let start):
            guard let deployment = record.wantedDeployment(with: instance.id) else { return }
            guard let input = await started(instance, start, of: deployment, on: platform) else { return }
            try await take(input, in: work.environment)
            if await !isWanted(instance, in: work.environment) {
                try? await platform.stop(instance.id, within: deployment.stopWithin)
            }
        case .endOld(let instances, let limit):
            let left = await end(instances, within: limit, on: platform)
            try await take(.oldEnded(left: left), in: work.environment)
        case .takeDown:
            guard let deployment = record.stable else { return }
            try await take(.takenDown(left: await takeDown(deployment, on: platform)), in: work.environment)
        }
    }

    /// - Returns: what came of it; `nil` when it was cancelled.
    private func started(
        _ instance: PlacedInstance, _ start: Int, of deployment: Deployment, on platform: any Platform
    ) async -> ServiceInput? {
        do {
            try await platform.startAgain(instance, of: deployment, start: start)
            return .started(instance.id, start: start)
        } catch {
            guard !Task.isCancelled else { return nil }
            let problem = Problem(what: "starting \(instance.id) again", why: error.words)
            return .startFailed(instance.id, start: start, problem)
        }
    }

    /// A release may have put something else in service while it was being started.
    private func isWanted(_ instance: PlacedInstance, in environment: EnvironmentName) async -> Bool {
        await recorder.ledger.watchedDeployments.contains { name, deployment in
            name == environment && deployment.instances.contains(instance)
        }
    }

    /// The router first, so that nobody is sent to what is gone.
    ///
    /// - Returns: what may still be there, and why.
    private func takeDown(_ deployment: Deployment, on platform: any Platform) async -> [Problem] {
        var left: [Problem] = []
        do { try await platform.closeRouter() } catch {
            left.append(Problem(what: "the router", why: error.words))
        }
        return left + (await end(deployment.instances, within: deployment.stopWithin, on: platform))
    }

    /// - Returns: what may still be there, and why.
    private func end(
        _ instances: [PlacedInstance], within limit: Duration, on platform: any Platform
    ) async -> [Problem] {
        await withTaskGroup(of: Problem?.self) { group in
            for placed in instances {
                group.addTask {
                    do {
                        try await platform.stop(placed.id, within: limit)
                        return nil
                    } catch {
                        return Problem(what: "\(placed.id)", why: error.words)
                    }
                }
            }
            return await group.reduce(into: []) { if let problem = $1 { $0.append(problem) } }
        }
    }

    private func take(_ input: ServiceInput, in environment: EnvironmentName) async throws {
        let time = now()
        let decide: @Sendable (Ledger) -> [Event] = { $0.decide(input, in: environment, at: time) }
        guard await !decide(recorder.ledger).isEmpty else { return }
        do {
            try await recorder.record(of: nil, at: time, deciding: decide)
        } catch let error as JournalError where error.kind == .diskFull {}
    }
}

/// An effect, and where.
struct ServiceWork: Hashable, Sendable {
    let environment: EnvironmentName
    let effect: ServiceEffect
}

/// What is under way: nothing is begun twice.
private final class ServiceWorks: Sendable {
    private let underWay = Mutex<Set<ServiceWork>>([])

    /// - Returns: those of them that are new.
    func begin(_ wanted: [ServiceWork]) -> [ServiceWork] {
        underWay.withLock { underWay in
            wanted.filter { work in
                // What is just being started is ended after that.
                if work.effect == .takeDown, underWay.contains(where: { $0.environment == work.environment }) {
                    return false
                }
                return underWay.insert(work).inserted
            }
        }
    }

    func end(_ work: ServiceWork) {
        _ = underWay.withLock { $0.remove(work) }
    }
}

extension InstanceUpkeep {
    /// Whether it may answer soon.
    fileprivate var isWaitedFor: Bool {
        switch state {
        case .starting, .started, .up: true
        case .failed, .givenUp: false
        }
    }
}

extension InstanceAnswer {
    /// Whether another process has its port: that ends when a person sees to it.
    fileprivate var isOfAnother: Bool {
        if case .taken = self { return true }
        return false
    }
}
