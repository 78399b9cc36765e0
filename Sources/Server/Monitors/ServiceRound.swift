import Delivery
import Executor
import Journal
import Telemetry
import Values

/// Asks every instance in service, and every router, again and again, and has recorded what that amounts to. Where
/// something is being released, the release does.
public struct ServiceRound: Sendable {
    /// From one round to the next.
    private static let pause = Duration.seconds(2)

    private let recorder: Recorder
    private let listener: PortQuestion
    private let keepRouter: RouterUpkeep
    private let answers: RouterQuestion
    private let now: @Sendable () -> Timestamp

    /// Sees that an environment's router sends requests where its files say, and none to these instances.
    public typealias PortQuestion = @Sendable (PlacedInstance, EnvironmentName) async -> PortListener
    public typealias RouterUpkeep = @Sendable ([PlacedInstance], EnvironmentName) async -> Void

    /// Whether an environment's own router answers: who listens where users come may be another program.
    public typealias RouterQuestion = @Sendable (EnvironmentName) async -> Bool

    /// - Parameters:
    ///   - listener: asks hosts who listens on instances' ports.
    ///   - keepRouter: what is done about the router, also about those whose ports other processes have.
    public init(
        recorder: Recorder, listener: @escaping PortQuestion, keepRouter: @escaping RouterUpkeep,
        answers: @escaping RouterQuestion,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.keepRouter = keepRouter
        self.answers = answers
        self.recorder = recorder
        self.listener = listener
        self.now = now
    }

    /// What was asked, and what was seen.
    private struct Finding: Sendable {
        let subject: Subject
        let look: InstanceLook
        let watch: InstanceWatch?
        let time: ContinuousClock.Instant
    }

    private struct Subject: Hashable, Sendable {
        let environment: EnvironmentName
        /// `nil` is the router.
        let instance: PlacedInstance?
    }

    /// Goes on until it is cancelled, also while there is no room to record anything: what is seen then is recorded by
    /// the first round that finds room.
    ///
    /// - Throws: `JournalError` when nothing can be recorded any more; `CancellationError`.
    public func carryOn() async throws {
        var streaks: [Subject: AnswerStreak] = [:]
        var watches: [Subject: InstanceWatch] = [:]
        while true {
            let begun = ContinuousClock.now
            let findings = await look(at: recorder.ledger.deploymentsAtRest, watches)
            try Task.checkCancellation()
            var next: [Subject: AnswerStreak] = [:]
            watches = [:]
            for finding in findings {
                var streak = streaks[finding.subject] ?? AnswerStreak()
                if let answer = streak.take(finding.look, at: finding.time) {
                    try await record(answer, about: finding.subject)
                }
                next[finding.subject] = streak
                watches[finding.subject] = finding.watch
            }
            streaks = next
            await keepRouters()
            try await Task.sleep(until: begun + Self.pause)
        }
    }

    private func keepRouters() async {
        let ledger = await recorder.ledger
        for (environment, _) in ledger.deploymentsAtRest {
            await keepRouter(ledger.environments[environment]?.withheld ?? [], environment)
        }
    }

    private func look(
        at resting: [(environment: EnvironmentName, deployment: Deployment)], _ watches: [Subject: InstanceWatch]
    ) async -> [Finding] {
        await withTaskGroup(of: Finding.self) { group in
            for (environment, deployment) in resting {
                for instance in deployment.instances {
                    let subject = Subject(environment: environment, instance: instance)
                    let known = watches[subject]
                    group.addTask { [listener] in
                        var watch =
                            known
                            ?? deployment.watch(instance) { await listener($0, environment) }
                        let look = await watch.look()
                        return Finding(subject: subject, look: look, watch: watch, time: .now)
                    }
                }
                guard let check = deployment.check else { continue }
                group.addTask { [answers] in
                    let look = await check.lookAtRouter { await answers(environment) }
                    return Finding(
                        subject: Subject(environment: environment, instance: nil), look: look, watch: nil, time: .now)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func record(_ answer: InstanceAnswer, about subject: Subject) async throws {
        let decide: @Sendable (Ledger) -> [Event] = { ledger in
            guard let instance = subject.instance else {
                return ledger.decide(router: answer, in: subject.environment)
            }
            return ledger.decide(answer, of: instance.id, in: subject.environment)
        }
        guard await !decide(recorder.ledger).isEmpty else { return }
        do {
            try await recorder.record(of: nil, at: now(), deciding: decide)
        } catch let error as JournalError where error.kind == .diskFull {}
    }
}
