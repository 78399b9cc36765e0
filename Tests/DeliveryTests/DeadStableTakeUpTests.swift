import Delivery
import Testing
import Values

/// A machine comes back in the middle of a release: who takes the run up knows of nobody whether they live.
@Suite struct DeadStableTakeUpTests {
    private let production = Bench.production
    private let serve = Actor(name: "serve")
    private let crash = InstanceFailure.exited(status: "signal 9", lastOutput: "")
    private let gone = InstanceAnswer.ended(status: "signal 9", lastOutput: "")

    private func takeUp(_ bench: inout Bench, answering answer: InstanceAnswer?) throws {
        bench.stableAnswer = answer
        try bench.take(.takenUp(by: serve), after: .seconds(60))
    }

    private func asks(_ bench: Bench) -> Bool {
        bench.state.effects.contains { if case .release(_, .askStable) = $0 { true } else { false } }
    }

    /// The candidate is not even looked at before: its death would be a reason to go back.
    @Test func stableIsAskedFirst() throws {
        let benches = [
            try Bench.starting(), try Bench.attaching(), try Bench.shifting(), try Bench.baking(),
            try Bench.promoting(), try Bench.promoted(), try Bench.withdrawing(), try Bench.stopping(),
        ]
        for var bench in benches {
            let phase = String(describing: bench.phase)
            try takeUp(&bench, answering: nil)
            #expect(asks(bench), "\(phase)")
            let rests = bench.state.effects.contains { effect in
                switch effect {
                case .release(_, .awaitReady), .release(_, .watchInstance), .release(_, .promoteRoute),
                    .release(_, .watchStable):
                    true
                default: false
                }
            }
            #expect(!rests, "\(phase)")
        }
    }

    @Test func aShareIsClosedMeanwhile() throws {
        var bench = try Bench.baking()
        try takeUp(&bench, answering: nil)
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .none))))
    }

    /// A candidate that is seen to be dead before stable was asked is looked at again.
    @Test func nothingIsDecidedBeforeTheAnswer() throws {
        var bench = try Bench.baking()
        try takeUp(&bench, answering: nil)
        #expect(try bench.take(.release(production, .instance(.first, .failed(crash)))).isEmpty)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .stableAsked([.old: .good])))
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.first, .candidate))))
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.phase == .withdrawing)
    }

    @Test func nobodyIsMovedToNobody() throws {
        for var bench in [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()] {
            let phase = String(describing: bench.phase)
            try takeUp(&bench, answering: gone)
            if bench.release?.target != nil { try bench.take(.release(production, .shifted(to: .none))) }
            try bench.take(.release(production, .instance(.first, .failed(crash))))
            #expect(bench.state.phase == .halted, "\(phase)")
            #expect(bench.release?.isRollingBack == false, "\(phase)")
            #expect(
                bench.release?.halt?.reason?.description.contains("no instance of stable 1.0.0 answered") == true,
                "\(phase)")
            #expect(bench.ledger.environments[production]?.releasing == RunNumber(2), "\(phase)")
            try bench.order(.rollBack, anyway: true)
            #expect(bench.release?.isRollingBack == true, "\(phase)")
        }
    }

    @Test func aCandidateThatLivesIsLeftToAPerson() throws {
        var bench = try Bench.baking()
        try takeUp(&bench, answering: gone)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .instance(.first, .ready())))
        try bench.take(.release(production, .attached))
        #expect(bench.state.phase == .halted)
        #expect(bench.release?.split == Share.none)
        try bench.order(.promote)
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
    }

    /// A rollback was decided before the crash: it goes on, and says what it returned users to.
    @Test func aRollbackUnderWayEndsHonestly() throws {
        var bench = try Bench.withdrawing()
        try takeUp(&bench, answering: gone)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        let events = try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(events.contains { $0.endsInAnOutage })
    }

    @Test func itDoesNotEndBeforeStableWasAsked() throws {
        var bench = try Bench.stopping()
        try takeUp(&bench, answering: nil)
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == nil)
        try bench.take(.release(production, .stableAsked([.old: .good])))
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aQuestionThatCouldNotBeAskedIsAskedAgain() throws {
        var bench = try Bench.baking()
        try takeUp(&bench, answering: nil)
        try bench.take(.release(production, .shifted(to: .none)))
        let stable = [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))]
        try bench.fail(.release(production, .askStable(stable)))
        #expect(!asks(bench))
        try bench.take(.tick, after: .milliseconds(500))
        #expect(asks(bench))
    }

    @Test func whatFailsBeforeTheAnswerIsTriedAgain() throws {
        var bench = try Bench.baking()
        try takeUp(&bench, answering: nil)
        try bench.fail(.release(production, .shiftTraffic(to: .none)))
        #expect(bench.release?.isRollingBack == false)
        try bench.take(.tick, after: .seconds(2))
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .none))))
    }

    @Test func aFirstReleaseHasNobodyToAsk() throws {
        var bench = try Bench.shifting(previous: nil)
        try takeUp(&bench, answering: nil)
        #expect(!asks(bench))
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.firstInBlue, .candidate))))
    }

    // MARK: - Orders that come before the answer

    /// Everybody would be moved to where nobody knows whether anybody answers.
    @Test func nobodyIsMovedBlindly() throws {
        for command in [Order.rollBack, .cancel] {
            for var bench in [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()] {
                let phase = String(describing: bench.phase)
                try takeUp(&bench, answering: nil)
                let refusal = #expect(throws: Refusal.self, "\(phase)") { try bench.order(command) }
                #expect(refusal?.description.contains("nobody knows yet whether stable 1.0.0 answers") == true)
                #expect(bench.state.isBetterPutOff(command, by: Bench.ana), "\(phase)")
                #expect(!bench.state.isBetterPutOff(.halt, by: Bench.ana))
                try bench.take(.release(production, .stableAsked([.old: gone])))
                #expect(!bench.state.isBetterPutOff(command, by: Bench.ana), "\(phase)")
                let known = #expect(throws: Refusal.self, "\(phase)") { try bench.order(command) }
                #expect(known?.description.contains("no instance of stable 1.0.0 answers") == true, "\(phase)")
            }
        }
    }

    @Test func anOrderIsCarriedOutOnceStableAnswers() throws {
        var bench = try Bench.promoted()
        try takeUp(&bench, answering: nil)
        try bench.take(.release(production, .stableAsked([.old: .good])))
        try bench.order(.rollBack)
        #expect(bench.phase == .withdrawing)
    }

    /// Stopping never waits for what can't be asked.
    @Test func anOrderIsNotPutOffWhereStableCannotBeAsked() throws {
        var bench = try Bench.promoted()
        try takeUp(&bench, answering: nil)
        let stable = [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))]
        try bench.fail(.release(production, .askStable(stable)))
        #expect(!bench.state.isBetterPutOff(.rollBack, by: Bench.ana))
        try bench.order(.rollBack, anyway: true)
        #expect(bench.phase == .withdrawing)
    }

    @Test func whoHasNoUsersYetIsTakenBackAtOnce() throws {
        var bench = try Bench.starting()
        try takeUp(&bench, answering: nil)
        #expect(!bench.state.isBetterPutOff(.rollBack, by: Bench.ana))
        try bench.order(.rollBack)
        #expect(bench.phase == .stopping)
    }

    /// Neither all is well, nor is it bad: nobody has asked.
    @Test func usersAreNotSaidToBeBackBeforeTheAnswer() throws {
        var bench = try Bench.withdrawing()
        try takeUp(&bench, answering: nil)
        let events = try bench.take(.release(production, .trafficReturned(to: .blue)))
        #expect(
            events == [
                .release(production, .withdrawn(took: .seconds(60), confirmed: true, answering: nil, asked: false))
            ])
    }

    /// Until stable was asked nobody is watched: the question is not put off for as long as the old version is kept.
    @Test func whileTheOldVersionIsKeptItIsAskedAgainSoon() throws {
        var bench = try Bench.promoted()
        try takeUp(&bench, answering: nil)
        let stable = [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))]
        try bench.fail(.release(production, .askStable(stable)))
        #expect(bench.phase == .watching)
        #expect(!asks(bench))
        try bench.take(.tick, after: .milliseconds(500))
        #expect(asks(bench))
    }
}
