import Delivery
import Judge
import Values

/// The parts of a release, one after the other; each begins where the one before it ended.
extension ReleaseStory {
    /// The build is done and the tests are running.
    public static func building(
        keepOld: Duration = .seconds(600), isFirst: Bool = false, hosts: [HostAddress] = [.local]
    ) -> ReleaseStory {
        var story = ReleaseStory(number: isFirst ? 1 : 128, ledger: isFirst ? Ledger() : ledgerWithStable)
        story.input(
            .start(
                pipeline: pipeline(keepOld: keepOld, hosts: hosts), change: change, by: Actor(name: "ben"),
                workspace: "/srv/shop"))
        story.input(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))), after: .seconds(41))
        story.input(
            .step(StepID(stage: "build", index: 1), .artifactMade(candidateArtifact)), after: .milliseconds(400))
        story.input(.step(StepID(stage: "test", index: 0), .ended(.exited(code: 0))), after: .seconds(33))
        story.pass(.seconds(12))
        return story
    }

    /// A test failed, and the run with it.
    public static func testFailed() -> ReleaseStory {
        var story = building()
        story.input(
            .step(StepID(stage: "test", index: 1), .ended(.exited(code: 2), output: printed)), after: .seconds(5))
        return story
    }

    private static let printed = OutputEnd(
        path: "/srv/shop/.slipway/runs/128/test-2/output",
        lines: (1...17).map { "ok \($0) - cart keeps its items" } + [
            "not ok 18 - vouchers are counted once", "#   expected 1, was 2", "1 of 18 failed",
        ])

    /// Everything passed; production waits for a person.
    public static func waiting(keepOld: Duration = .seconds(600), isFirst: Bool = false) -> ReleaseStory {
        var story = building(keepOld: keepOld, isFirst: isFirst)
        story.input(.step(StepID(stage: "test", index: 1), .ended(.exited(code: 0))), after: .seconds(19))
        story.pass(.seconds(95))
        return story
    }

    /// Somebody pushed the gate away: it is asked all the same.
    public static func withoutItsGate() -> ReleaseStory {
        var pipeline = pipeline(keepOld: .seconds(600))
        var story = ReleaseStory(ledger: ledgerWithStable(by: DeliveryRules(pipeline)))
        pipeline.stages[2].gate = nil
        pipeline.release = .automatic(acceptRisk: "we are in a hurry")
        var change = change
        change.commits = [production: commits]
        story.input(.start(pipeline: pipeline, change: change, by: Actor(name: "ben"), workspace: "/srv/shop"))
        story.input(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))), after: .seconds(41))
        story.input(.step(StepID(stage: "build", index: 1), .artifactMade(candidateArtifact)), after: .seconds(1))
        for index in 0..<2 {
            story.input(.step(StepID(stage: "test", index: index), .ended(.exited(code: 0))), after: .seconds(19))
        }
        story.pass(.seconds(95))
        return story
    }

    private static let commits = CommitList(
        since: "1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e", count: 7,
        newest: (0..<7).map { index in
            CommitList.Commit(
                commit: "\(7 - index)f2c1a9d07c84c1f9a6f5f1f6d2f0d1f7c3b9a1", title: "Add gift card \(7 - index)",
                author: index == 2 ? "Ana" : "Ben")
        })

    /// Production is frozen, so that nobody is even asked.
    public static func frozen() -> ReleaseStory {
        var story = building()
        story.stand(
            .standing(.environmentFrozen(environment: production, by: ana, reason: "the holidays, until 27 December")))
        story.input(.step(StepID(stage: "test", index: 1), .ended(.exited(code: 0))), after: .seconds(19))
        story.pass(.seconds(95))
        return story
    }

    /// Another run is in production.
    public static func queued() -> ReleaseStory {
        var story = building()
        story.admit(RunNumber(127))
        story.input(.step(StepID(stage: "test", index: 1), .ended(.exited(code: 0))), after: .seconds(19))
        story.pass(.seconds(95))
        return story
    }

    /// Approved; one of two instances is ready.
    public static func starting(keepOld: Duration = .seconds(600), isFirst: Bool = false) -> ReleaseStory {
        var story = waiting(keepOld: keepOld, isFirst: isFirst)
        story.input(.order(.approve, by: ana, reason: nil), after: .seconds(2))
        story.answerForStable()
        story.input(.release(production, .prepared()), after: .milliseconds(800))
        for id in story.release?.plan.instances ?? [] {
            let endpoint = Endpoint(address: "127.0.0.1", port: 8083 + id.index)
            story.input(.release(production, .instance(id, .started(endpoint))), after: .milliseconds(60))
        }
        story.readyInstance(0)
        return story
    }

    /// Two machines have the first instances of a service.
    public static func onTwoHosts() -> ReleaseStory {
        let hosts = ["deploy@web-1", "deploy@web-2"].compactMap { SSHAddress($0).map(HostAddress.ssh) }
        var story = building(isFirst: true, hosts: hosts)
        story.input(.step(StepID(stage: "test", index: 1), .ended(.exited(code: 0))), after: .seconds(19))
        story.input(.order(.approve, by: ana, reason: nil), after: .seconds(2))
        story.input(.release(production, .prepared()), after: .milliseconds(800))
        for (index, id) in (story.release?.plan.instances ?? []).enumerated() {
            let endpoint = Endpoint(address: "10.0.0.\(index / 2 + 1)", port: 21_600 + index)
            story.input(.release(production, .instance(id, .started(endpoint))), after: .milliseconds(60))
        }
        return story
    }

    /// The candidate has its first 5 %, for twenty seconds.
    public static func atFivePercent(keepOld: Duration = .seconds(600)) -> ReleaseStory {
        var story = starting(keepOld: keepOld)
        story.readyInstance(1)
        story.input(.release(production, .attached), after: .milliseconds(120))
        story.input(.release(production, .shifted(to: Share(percent: 5))), after: .milliseconds(38))
        story.traffic(seconds: 20)
        return story
    }

    /// The candidate has 25 %, for forty seconds.
    public static func atTwentyFivePercent(keepOld: Duration = .seconds(600)) -> ReleaseStory {
        var story = atFivePercent(keepOld: keepOld)
        story.traffic(seconds: 80)
        return story
    }

    public static func halted() -> ReleaseStory {
        var story = atTwentyFivePercent()
        story.input(.order(.halt, by: ana, reason: "support calls"))
        story.traffic(seconds: 12)
        return story
    }

    /// The executor of a halted release died, and another took the run up: its share stays closed.
    public static func haltedTakenUp() -> ReleaseStory {
        var story = halted()
        story.input(.takenUp(by: ana), after: .seconds(20))
        story.answerForStable()
        story.input(.release(production, .shifted(to: .none)), after: .milliseconds(22))
        for index in 0..<2 { story.readyInstance(index) }
        story.input(.release(production, .attached), after: .milliseconds(120))
        story.pass(.seconds(30))
        return story
    }

    /// At 25 %, the executor is killed in the middle of the bake; some time later somebody looks at the run.
    public static func interrupted() -> ReleaseStory {
        var story = interruptedJustNow()
        story.wait(.seconds(40))
        return story
    }

    /// The same at the first look, before it is certain that the lease has ended.
    public static func interruptedJustNow() -> ReleaseStory {
        var story = atTwentyFivePercent()
        story.wait(.seconds(5))
        story.abandon()
        return story
    }

    /// A run that was interrupted while it was being tested.
    public static func interruptedInTest() -> ReleaseStory {
        var story = building()
        story.wait(.seconds(90))
        story.abandon()
        story.wait(.seconds(90))
        return story
    }

    /// At 25 %, both instances of stable die, and users of the other 75 % get nothing.
    public static func stableDead() -> ReleaseStory {
        var story = atTwentyFivePercent()
        for (index, signal) in ["signal 9", "signal 9"].enumerated() {
            guard let id = story.release?.leaving[index].id else { continue }
            story.input(
                .release(production, .stableAnswered(id, .ended(status: "ended by \(signal)", lastOutput: ""))),
                after: .milliseconds(140))
        }
        story.traffic(seconds: 6, stableErrors: 1)
        return story
    }

    /// The machine came back in the middle of a canary with nothing running, and the run was taken up.
    public static func nothingRuns() -> ReleaseStory {
        var story = atTwentyFivePercent()
        story.input(.takenUp(by: ana), after: .seconds(190))
        story.answerForStable(.bad(detail: "/healthz gave no answer: connection refused", lasting: .seconds(1)))
        story.input(.release(production, .shifted(to: .none)), after: .milliseconds(22))
        for id in (story.release?.plan.instances ?? []).prefix(1) {
            story.input(
                .release(production, .instance(id, .failed(.exited(status: "ended by signal 9", lastOutput: "")))),
                after: .milliseconds(30))
        }
        story.traffic(seconds: 4, stableErrors: 1)
        return story
    }

    /// Nothing of what users have has answered for an hour; a release waits for its approval.
    public static func waitingWithoutService() -> ReleaseStory {
        var story = building()
        for index in 0..<2 {
            let id = InstanceID(run: RunNumber(127), host: .local, slot: .blue, index: index)
            story.stand(
                .service(production, .instanceDown(instance: id, failure: .notResponding(detail: "connection refused")))
            )
        }
        story.input(.step(StepID(stage: "test", index: 1), .ended(.exited(code: 0))), after: .seconds(19))
        story.pass(.seconds(95))
        return story
    }

    /// The same, approved: stable is only just being asked again.
    public static func approvedWithoutService() -> ReleaseStory {
        var story = waitingWithoutService()
        story.input(.order(.approve, by: ana, reason: nil), after: .seconds(2))
        return story
    }

    /// What users have is well, and nothing listens in front of it; a release waits for its approval.
    public static func waitingWithoutRouter() -> ReleaseStory {
        var story = waiting()
        story.stand(.service(production, .routerDown(detail: "nothing listens on 127.0.0.1:8080")))
        story.pass(.seconds(95))
        return story
    }

    /// Nobody was there to go back to, and somebody insisted.
    public static func rolledBackToNobody() -> ReleaseStory {
        var story = stableDead()
        story.input(.order(.rollBack, by: ana, reason: "wrong prices", anyway: true))
        story.input(.release(production, .trafficReturned(to: .blue)), after: .milliseconds(38))
        story.input(.release(production, .drained(.green, cut: 0)), after: .milliseconds(900))
        story.stop(.green)
        return story
    }

    /// At 25 %, every twentieth request of the candidate begins to fail, until it is condemned.
    public static func rollingBack() -> ReleaseStory {
        var story = atTwentyFivePercent()
        for _ in 0..<60 where story.release?.isRollingBack == false {
            story.traffic(seconds: 1, candidateErrors: 0.05)
        }
        return story
    }

    public static func rolledBack() -> ReleaseStory {
        var story = rollingBack()
        story.input(.release(production, .trafficReturned(to: .blue)), after: .milliseconds(38))
        story.input(.release(production, .drained(.green, cut: 0)), after: .milliseconds(900))
        story.stop(.green)
        return story
    }

    /// The process of a candidate ends before it was ready.
    public static func crashed() -> ReleaseStory {
        var story = starting()
        guard let id = story.release?.plan.instances.last else { return story }
        let output = "loading configuration\npanic: no such table: gift_cards\n\u{1B}[31mgoroutine 1 [running]:\u{7}\n"
        story.input(
            .release(production, .instance(id, .failed(.exited(status: "exit status 2", lastOutput: output)))),
            after: .milliseconds(350))
        story.stop(.green)
        return story
    }

    /// Promoted; the old version is kept ready.
    public static func promoted() -> ReleaseStory {
        var story = atTwentyFivePercent()
        story.traffic(seconds: 80)
        story.input(.release(production, .routePromoted(.green)), after: .milliseconds(44))
        story.traffic(seconds: 15)
        return story
    }

    public static func succeeded() -> ReleaseStory {
        var story = promoted()
        story.input(.tick, after: .seconds(600))
        story.input(.release(production, .drained(.blue, cut: 0)), after: .milliseconds(700))
        story.stop(.blue)
        return story
    }

    /// The same, looked at long after it ended.
    public static func succeededLongAgo() -> ReleaseStory {
        var story = succeeded()
        story.becomePast()
        return story
    }

    /// The first release into an environment goes straight to all traffic.
    public static func firstRelease() -> ReleaseStory {
        var story = starting(isFirst: true)
        story.readyInstance(1)
        story.input(.release(production, .attached), after: .milliseconds(120))
        return story
    }
}
