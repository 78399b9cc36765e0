import Delivery
import Judge
import Testing
import Values

/// While no instance of stable answers there is nobody to protect, and nobody may be moved from something to nothing.
@Suite struct DeadStableTests {
    private let production = Bench.production
    private let crash = InstanceFailure.exited(status: "signal 9", lastOutput: "")
    private let gone = InstanceAnswer.ended(status: "signal 9", lastOutput: "")

    /// Every instance of stable dies, seen by the watch.
    private func kill(_ bench: inout Bench) throws -> [Event] {
        try bench.take(.release(production, .stableAnswered(.old, gone)))
    }

    private func revive(_ bench: inout Bench) throws -> [Event] {
        try bench.take(.release(production, .stableAnswered(.old, .good)))
    }

    // MARK: - At the beginning

    @Test func stableIsAskedBeforeAnythingElse() throws {
        var bench = try Bench.started()
        bench.stableAnswer = nil
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        let stable = [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))]
        #expect(bench.state.effects == [.release(production, .askStable(stable))])
        let events = try bench.take(.release(production, .stableAsked([.old: .good])))
        #expect(events == [.release(production, .stableAsked(answering: 1, down: []))])
        #expect(bench.state.effects.contains(.release(production, .prepare)))
        #expect(
            bench.state.effects.contains(
                .release(production, .watchStable(.old, Endpoint(address: "127.0.0.1", port: 9000)))))
    }

    /// A release that begins beside a dead stable, ready to be attached.
    private func beganWithoutStable() throws -> Bench {
        var bench = try Bench.started()
        bench.stableAnswer = gone
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        try bench.take(.release(production, .prepared()))
        try bench.take(.release(production, .instance(.first, .started(.candidate))))
        try bench.take(.release(production, .instance(.first, .ready())))
        return bench
    }

    @Test func aReleaseThatBeginsWithoutStableGoesAsAFirstOne() throws {
        var bench = try beganWithoutStable()
        let reason = Reason.stableDown(StableOutage(version: "1.0.0", instances: 1))
        let events = try bench.take(.release(production, .attached))
        #expect(events.last == .release(production, .promotionStarted(by: .policy, reason: reason)))
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.phase == .draining, "what never answered is not kept ready")
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.result == .succeeded)
        #expect(bench.ledger.environments[production]?.answering == 1)
    }

    @Test func oneThatNeverGetsReadyEndsFailed() throws {
        var bench = try Bench.started()
        bench.stableAnswer = gone
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        try bench.take(.release(production, .prepared()))
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        let events = try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(events.contains { $0.endsInAnOutage })
        #expect(bench.state.result == .failed)
        #expect(bench.ledger.stable(in: production) == .old)
        #expect(bench.ledger.environments[production]?.downSince != nil)
    }

    @Test func aStableThatComesBackInTimeIsProtectedAgain() throws {
        var bench = try beganWithoutStable()
        #expect(try revive(&bench) == [.service(production, .instanceUp(instance: .old))])
        let events = try bench.take(.release(production, .attached))
        #expect(events.last == .release(production, .trafficShifting(to: .five)))
        try bench.take(.release(production, .shifted(to: .five)))
        #expect(try kill(&bench).last == halt)
    }

    private var halt: Event {
        .release(production, .halted(by: .policy, reason: .stableDown(StableOutage(version: "1.0.0", instances: 1))))
    }

    @Test func someInstancesAreEnough() throws {
        let two = Deployment(
            artifact: .sample("a", version: "1.0.0"), slot: .blue, run: RunNumber(1),
            instances: [0, 1].map {
                PlacedInstance(
                    id: InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: $0),
                    endpoint: Endpoint(address: "127.0.0.1", port: 9000 + $0))
            })
        var bench = try Bench.shifting(previous: two)
        try bench.take(.release(production, .shifted(to: .five)))
        let first = InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0)
        #expect(
            try bench.take(.release(production, .stableAnswered(first, gone)))
                == [.service(production, .instanceDown(instance: first, failure: crash))])
        #expect(bench.release?.answeringStable == 1)
        #expect(bench.release?.isHalted == false)
        #expect(bench.state.objection(to: .rollBack) == nil)
        #expect(bench.ledger.environments[production]?.answering == 1)
    }

    // MARK: - Under way

    /// From every phase before the promotion: growth stops, and the release is halted with that cause.
    @Test func aReleaseUnderWayIsHalted() throws {
        for var bench in [try Bench.starting(), try Bench.attaching(), try Bench.shifting(), try Bench.baking()] {
            let phase = bench.phase
            #expect(try kill(&bench).contains(halt), "\(String(describing: phase))")
            #expect(bench.state.phase == .halted)
            #expect(bench.release?.stableDownSince == bench.now)
            #expect(bench.state.refusal(of: .resume, by: Bench.ana) != nil)
        }
    }

    @Test func aStepOnItsWayIsTakenBack() throws {
        var bench = try Bench.shifting()
        #expect(try kill(&bench).last == .release(production, .trafficShifting(to: .none)))
    }

    @Test func aHaltedReleaseGrowsNoMoreThanBefore() throws {
        var bench = try Bench.attaching()
        _ = try kill(&bench)
        #expect(try bench.take(.release(production, .attached)).count == 1)
        #expect(try bench.take(.tick, after: .seconds(1000)).isEmpty)
        #expect(bench.release?.split == Share.none)
    }

    @Test func theHaltStaysWhenStableAnswersAgain() throws {
        var bench = try Bench.baking()
        _ = try kill(&bench)
        #expect(try revive(&bench) == [.service(production, .instanceUp(instance: .old))])
        #expect(bench.state.phase == .halted)
        #expect(bench.state.refusal(of: .resume, by: Bench.ana) == nil)
        #expect(bench.state.objection(to: .rollBack) == nil)
        try bench.order(.rollBack)
        #expect(bench.phase == .withdrawing)
    }

    @Test func promotingAndHaltingAlwaysWork() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        #expect(try kill(&bench).count == 1, "it is halted already")
        #expect(bench.state.refusal(of: .promote, by: Bench.ana) == nil)
        try bench.order(.promote)
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.release?.isPromoted == true)
    }

    /// Its users are on the candidate already, or on their way there: nothing is to be stopped.
    @Test func aPromotionGoesOn() throws {
        var bench = try Bench.promoting()
        #expect(try kill(&bench).count == 1)
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
        var kept = try Bench.promoted()
        #expect(try kill(&kept).count == 1)
        #expect(kept.release?.isHalted == false)
    }

    @Test func aBadAnswerAloneChangesNothing() throws {
        var bench = try Bench.baking()
        #expect(
            try bench.take(.release(production, .stableAnswered(.old, .bad(detail: "503", lasting: .zero)))).isEmpty)
        let events = try bench.take(
            .release(production, .stableAnswered(.old, .bad(detail: "503", lasting: .seconds(1)))))
        #expect(events.contains(halt))
        #expect(try kill(&bench).isEmpty, "it is down already")
    }

    // MARK: - Automatic rollbacks

    /// From every phase with exposure: a candidate that dies as well is not taken back to nobody.
    @Test func aDeadCandidateBesideADeadStableIsHalted() throws {
        for var bench in [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()] {
            let phase = String(describing: bench.phase)
            _ = try kill(&bench)
            try bench.take(.release(production, .instance(.first, .failed(crash))))
            #expect(bench.release?.isRollingBack == false, "\(phase)")
            #expect(bench.release?.verdict == .unhealthy, "\(phase)")
            #expect(bench.state.phase == .halted, "\(phase)")
        }
    }

    @Test func withoutExposureADeadCandidateJustGoes() throws {
        var bench = try Bench.attaching()
        _ = try kill(&bench)
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .failed)
    }

    @Test func evidenceBesideADeadStableHaltsOnly() throws {
        var bench = try Bench.baking()
        _ = try kill(&bench)
        for _ in 0..<30 { try bench.serve(100, bad: 60) }
        #expect(bench.release?.verdict == .unhealthy)
        #expect(bench.release?.isRollingBack == false)
        #expect(bench.state.phase == .halted)
    }

    @Test func anUnhealthyCandidateOnItsWayIsNotPromotedByItself() throws {
        var bench = try Bench.promoting()
        _ = try kill(&bench)
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(!bench.state.effects.contains(.release(production, .promoteRoute(.green))))
        #expect(bench.state.refusal(of: .promote, by: Bench.ana) == nil)
        try bench.order(.promote)
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
    }

    @Test func whatCouldNotBeDoneIsTriedAgain() throws {
        var bench = try Bench.promoting()
        _ = try kill(&bench)
        let events = try bench.fail(.release(production, .promoteRoute(.green)))
        let due = bench.now + .seconds(2)
        #expect(events == [.release(production, .retryScheduled(problem: .noRoute, at: due))])
        try bench.take(.tick, after: .seconds(2))
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
    }

    // MARK: - People

    @Test func aRollbackIsRefusedOnceAndCarriedOutWhenInsistedOn() throws {
        for command in [Order.rollBack, .cancel] {
            var bench = try Bench.baking()
            _ = try kill(&bench)
            let refusal = #expect(throws: Refusal.self) { try bench.order(command) }
            #expect(refusal?.description.contains("--anyway") == true)
            #expect(refusal?.description.contains("all users would get nothing") == true)
            #expect(bench.state.refusal(of: command, by: Bench.ana) == nil, "it can be insisted on")
            try bench.order(command, anyway: true)
            #expect(bench.phase == .withdrawing)
            let withdrawn = try bench.take(.release(production, .trafficReturned(to: .blue)))
            #expect(
                withdrawn == [.release(production, .withdrawn(took: .zero, confirmed: true, answering: 0))])
            try bench.take(.release(production, .drained(.green, cut: 0)))
            try bench.take(.release(production, .instance(.first, .stopped)))
            #expect(bench.state.result == (command == .cancel ? .cancelled : .failed))
            #expect(bench.ledger.stable(in: production) == .old)
            #expect(bench.ledger.environments[production]?.answering == 0)
        }
    }

    @Test func insistingOnWhatNothingSpeaksAgainstIsNoMistake() throws {
        var bench = try Bench.baking()
        try bench.order(.rollBack, anyway: true)
        #expect(bench.phase == .withdrawing)
    }

    @Test func stableThatDiesDuringARollbackIsTold() throws {
        var bench = try Bench.withdrawing()
        #expect(try kill(&bench).count == 1)
        let events = try bench.take(.release(production, .trafficReturned(to: .blue)))
        #expect(events == [.release(production, .withdrawn(took: .zero, confirmed: true, answering: 0))])
        try bench.take(.release(production, .drained(.green, cut: 0)))
        let end = try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(end.contains { $0.endsInAnOutage })
    }

    @Test func stableThatComesBackDuringARollbackIsInServiceAgain() throws {
        var bench = try Bench.withdrawing()
        _ = try kill(&bench)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        _ = try revive(&bench)
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .rolledBack)
    }

    /// The old version can be gone back to until it is stopped: what it answers counts until then.
    @Test func aCandidateThatDiesWhileADeadStableIsDrainedIsHalted() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        #expect(bench.phase == .draining)
        _ = try kill(&bench)
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.state.phase == .halted)
        #expect(!bench.state.effects.contains(.release(production, .drain(.blue))))
        try bench.order(.resume)
        #expect(bench.state.effects.contains(.release(production, .drain(.blue))))
    }

    @Test func whoIsBeingStoppedIsNotWatched() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        #expect(bench.phase == .stopping)
        #expect(!bench.state.effects.contains { if case .release(_, .watchStable) = $0 { true } else { false } })
        #expect(try kill(&bench).isEmpty)
    }

    // MARK: - What was found while nobody could be taken back

    /// The halt stays for a person, but what is known to be bad doesn't.
    @Test func anUnhealthyCandidateGoesOnceStableAnswersAgain() throws {
        var bench = try Bench.baking()
        _ = try kill(&bench)
        for _ in 0..<30 { try bench.serve(100, bad: 60) }
        #expect(bench.release?.verdict == .unhealthy)
        let events = try revive(&bench)
        guard case .release(_, .rollbackStarted(.unhealthy(let finding)))? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(finding.rule == "errors")
        #expect(bench.phase == .withdrawing)
    }

    @Test func aDeadCandidateGoesOnceStableAnswersAgain() throws {
        var bench = try Bench.baking()
        _ = try kill(&bench)
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.release?.isRollingBack == false)
        _ = try revive(&bench)
        #expect(bench.release?.finding?.rule == "running")
        #expect(bench.phase == .withdrawing)
    }

    /// A person has decided otherwise, or decides at all.
    @Test func whatAPersonDecidesIsLeftToThem() throws {
        var promoting = try Bench.promoting()
        _ = try kill(&promoting)
        try promoting.take(.release(production, .instance(.first, .failed(crash))))
        _ = try revive(&promoting)
        #expect(promoting.release?.isRollingBack == false)
        var manual = try Bench.baking(.sample(automatic: false))
        _ = try kill(&manual)
        try manual.take(.release(production, .instance(.first, .failed(crash))))
        _ = try revive(&manual)
        #expect(manual.release?.isRollingBack == false)
        #expect(manual.state.phase == .halted)
    }
}

extension Event {
    /// Whether a release has ended failed, and says that nothing of the old version answers.
    var endsInAnOutage: Bool {
        guard case .release(_, .finished(.failed, let running?, let down?, _)) = self, running == .old else {
            return false
        }
        return down.map(\.instance) == [.old]
    }
}
