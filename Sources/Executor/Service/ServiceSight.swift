import Delivery
import Telemetry

/// What was seen of what is in service, from one look to the next.
struct ServiceSight: Sendable {
    struct Subject: Hashable, Sendable {
        let environment: EnvironmentName
        /// `nil` is the router.
        let instance: PlacedInstance?
    }

    /// What was asked, and what was seen.
    struct Finding: Sendable {
        let subject: Subject
        let look: InstanceLook
        /// How its process ended; `nil` while it runs, and where nobody asked.
        let end: InstanceAnswer?
        let watch: InstanceWatch?
        let time: ContinuousClock.Instant
    }

    private var streaks: [Subject: AnswerStreak] = [:]
    private var watches: [Subject: InstanceWatch] = [:]
    /// What each answered last; nothing of those that could not be asked.
    private(set) var answers: [Subject: InstanceAnswer] = [:]

    func watch(_ subject: Subject) -> InstanceWatch? { watches[subject] }

    /// - Returns: what the looks amount to; nothing for those that could not be asked.
    mutating func take(_ findings: [Finding]) -> [(subject: Subject, answer: InstanceAnswer)] {
        var next = ServiceSight()
        let answers = findings.compactMap { finding -> (subject: Subject, answer: InstanceAnswer)? in
            var streak = streaks[finding.subject] ?? AnswerStreak()
            let answer = streak.take(finding.look, at: finding.time)
            next.streaks[finding.subject] = streak
            next.watches[finding.subject] = finding.watch
            guard let answer else { return nil }
            // Another process that has the port is what matters, whatever became of its own.
            if case .taken = answer { return (finding.subject, answer) }
            return (finding.subject, answer == .good ? answer : finding.end ?? answer)
        }
        next.answers = Dictionary(answers.map { ($0.subject, $0.answer) }) { $1 }
        self = next
        return answers
    }
}
