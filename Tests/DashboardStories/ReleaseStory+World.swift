import Delivery
import Judge
import Values

/// The world around the run: the pipeline, the change, instances and customers.
extension ReleaseStory {
    static let change = Change(
        commit: "4f2c1a9d07c84c1f9a6f5f1f6d2f0d1f7c3b9a11", title: "Add gift cards", author: "ben",
        authorship: authorship("ben@shop.example", of: "ben"))

    private static func authorship(_ email: String, of account: String) -> [EnvironmentName: Authorship] {
        [
            production: Authorship(
                authors: [Authorship.Author(email: email, accounts: [account])], register: "people.yml")
        ]
    }

    static func pipeline(keepOld: Duration, hosts: [HostAddress] = [.local]) -> Pipeline {
        Pipeline(
            name: "shop", release: .manual, source: Source(git: ".", branch: "main"),
            stages: [
                Stage(
                    name: "build",
                    steps: [.run(command: "make dist", name: nil), .artifact(path: "dist", versionFrom: "VERSION")]),
                Stage(
                    name: "test",
                    steps: [
                        .run(command: "make check", name: "functional"),
                        .run(command: "make regression", name: "regression"),
                    ]),
                Stage(
                    name: "production",
                    gate: ApprovalRule(
                        approvers: ["ana", "group:release"], notAuthor: true, expires: .seconds(24 * 3600)),
                    steps: [.deploy(environment: production)]),
            ],
            environments: [production: environment(keepOld: keepOld, hosts: hosts)])
    }

    private static func environment(keepOld: Duration, hosts: [HostAddress]) -> Environment {
        Environment(
            hosts: hosts, service: Service(start: "./server --port $PORT", instances: 2),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)),
            strategy: .canary(
                CanaryStrategy(
                    steps: [Share(percent: 5), Share(percent: 25), Share(percent: 50)],
                    bake: Bake(duration: .seconds(60), requests: 500))),
            health: [
                .responding(path: "/healthz", within: .seconds(1)),
                .errors(worseBy: 1.5, tolerance: Share(basisPoints: 5)),
                .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(300)),
            ],
            rollback: RollbackPolicy(keepOld: keepOld), watch: keepOld)
    }

    mutating func pass(_ duration: Duration) {
        input(.tick, after: duration)
    }

    /// What stable says when it is asked: every instance the same.
    mutating func answerForStable(_ answer: InstanceAnswer = .good) {
        let ids = (release?.leaving ?? []).map(\.id)
        let answers = ids.map { ($0, answer) }
        input(
            .release(Self.production, .stableAsked(Dictionary(answers, uniquingKeysWith: { $1 }))),
            after: .milliseconds(4))
    }

    mutating func readyInstance(_ index: Int) {
        guard let id = release?.plan.instances[index] else { return }
        input(.release(Self.production, .instance(id, .ready())), after: .milliseconds(640))
    }

    mutating func stop(_ slot: Slot) {
        if self.release?.phase == .confirming {
            for instance in self.release?.instances ?? [] {
                input(.release(Self.production, .instance(instance.id, .ready())), after: .milliseconds(20))
            }
        }
        let release = self.release
        for instance in (release?.instances ?? []) + (release?.leaving ?? []) where instance.id.slot == slot {
            input(.release(Self.production, .instance(instance.id, .stopped)), after: .milliseconds(210))
        }
        input(.release(Self.production, .routerConfirmed(.runs)))
    }

    /// About 400 customers a second, in waves; every 1200th request to either version fails.
    public mutating func traffic(seconds: Int, candidateErrors: Double = 0, stableErrors: Double = 0) {
        for _ in 0..<seconds {
            wait(.seconds(1))
            let second = Int(now.milliseconds / 1000)
            let share = release?.split ?? .none
            let total = 400 + 60 * (second % 7) - 25 * (second % 5)
            let candidate = Int(Double(total) * share.fraction)
            var sample = sample(total - candidate, candidate, share, second, candidateErrors)
            if stableErrors > 0 {
                let requests = total - candidate
                sample.dispatches[0].stable = Outcomes(
                    requests: requests, bad: Int(Double(requests) * stableErrors))
            }
            input(.release(Self.production, .sampled(sample)))
            if let target = release?.target {
                input(.release(Self.production, .shifted(to: target)), after: .milliseconds(31))
            }
        }
    }

    private func sample(
        _ stable: Int, _ candidate: Int, _ share: Share, _ second: Int, _ candidateErrors: Double
    ) -> TrafficSample {
        let base = second % 4 == 0 && stable > 0 ? 1 : 0
        let bad = Int((Double(candidate) * candidateErrors).rounded()) + (second % 13 == 0 && candidate > 0 ? 1 : 0)
        let failure = FailedRequest(
            time: now, request: "POST /cart/gift-card", status: 500, server: "green/local-green-1", termination: "--")
        return TrafficSample(
            duration: .seconds(1),
            dispatches: [
                Dispatch(
                    share: share, stable: Outcomes(requests: stable, bad: base),
                    candidate: Outcomes(requests: candidate, bad: bad))
            ],
            stableLatency: latency(stable, second, slow: 90),
            candidateLatency: latency(candidate, second + 2, slow: 97),
            firstFailure: bad > 0 ? failure : nil, lostLogs: second % 100 > 90 ? 12 : 0)
    }

    private func latency(_ count: Int, _ second: Int, slow: Int) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        guard count > 0 else { return histogram }
        histogram.record(.milliseconds(12 + second % 3), count: count - count / 20)
        histogram.record(.milliseconds(slow + 7 * (second % 6)), count: count / 20)
        return histogram
    }
}

extension ReleaseStory {
    /// A run whose every text comes from somebody who means harm.
    public mutating func hostile(_ text: String) {
        let change = Change(
            commit: text, title: text, author: text, authorship: Self.authorship(text, of: text))
        input(
            .start(
                pipeline: Self.pipeline(keepOld: .zero), change: change, by: Actor(name: text), workspace: text))
        input(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        input(.step(StepID(stage: "build", index: 1), .artifactMade(Self.artifact(text, "beef"))))
        for index in 0..<2 { input(.step(StepID(stage: "test", index: index), .ended(.exited(code: 0)))) }
        input(.order(.approve, by: Self.ana, reason: text))
        answerForStable()
        input(.release(Self.production, .prepared()))
        guard let id = release?.plan.instances.first else { return }
        input(.release(Self.production, .instance(id, .started(Endpoint(address: text, port: 1)))))
        input(.release(Self.production, .instance(id, .failed(.exited(status: text, lastOutput: text + "\n" + text)))))
    }
}
