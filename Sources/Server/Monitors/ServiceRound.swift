import Delivery
import Executor
import Telemetry

/// Asks every instance in service, and every router, again and again, and has recorded what that amounts to. Where
/// something is being released, the release does.
public struct ServiceRound: Sendable {
    /// From one round to the next.
    private static let pause = Duration.seconds(2)

    private let recorder: Recorder
    private let now: @Sendable () -> Timestamp

    public init(recorder: Recorder, now: @escaping @Sendable () -> Timestamp) {
        self.recorder = recorder
        self.now = now
    }

    /// What was asked, and what was wrong with the answer.
    private struct Finding: Sendable {
        let subject: Subject
        let problem: String?
        let time: ContinuousClock.Instant
    }

    private struct Subject: Hashable, Sendable {
        let environment: EnvironmentName
        /// `nil` is the router.
        let instance: InstanceID?
    }

    /// Goes on until it is cancelled.
    ///
    /// - Throws: `JournalError` when nothing can be recorded any more; `CancellationError`.
    public func carryOn() async throws {
        var streaks: [Subject: AnswerStreak] = [:]
        while true {
            let begun = ContinuousClock.now
            let findings = await look(at: recorder.ledger.deploymentsAtRest)
            try Task.checkCancellation()
            var next: [Subject: AnswerStreak] = [:]
            for finding in findings {
                var streak = streaks[finding.subject] ?? AnswerStreak()
                try await record(streak.take(finding.problem, at: finding.time), about: finding.subject)
                next[finding.subject] = streak
            }
            streaks = next
            try await Task.sleep(until: begun + Self.pause)
        }
    }

    private func look(at resting: [(environment: EnvironmentName, deployment: Deployment)]) async -> [Finding] {
        await withTaskGroup(of: Finding.self) { group in
            for (environment, deployment) in resting {
                for instance in deployment.instances {
                    group.addTask {
                        let problem = await deployment.problem(of: instance)
                        return Finding(
                            subject: Subject(environment: environment, instance: instance.id), problem: problem,
                            time: .now)
                    }
                }
                guard let check = deployment.check else { continue }
                group.addTask {
                    let problem = await check.routerProblem()
                    return Finding(
                        subject: Subject(environment: environment, instance: nil), problem: problem, time: .now)
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
            return ledger.decide(answer, of: instance, in: subject.environment)
        }
        guard await !decide(recorder.ledger).isEmpty else { return }
        try await recorder.record(of: nil, at: now(), deciding: decide)
    }
}
