import Delivery
import Testing
import Values

/// What is in service is started again when it ends, sooner or later, and not for ever.
@Suite struct UpkeepTests {
    private let production = Bench.production
    private let noon = Timestamp(milliseconds: 43_200_000)
    private let ended = ServiceInput.answered(.first, .ended(status: "signal 9", lastOutput: ""))

    /// Green, released by run 1, is in service.
    private func serving() throws -> Ledger {
        var bench = try Bench.baking()
        try bench.order(.promote)
        try bench.take(.release(production, .routePromoted(.green)))
        return bench.ledger
    }

    private func take(_ input: ServiceInput, _ ledger: inout Ledger, at time: Timestamp) -> [ServiceEvent] {
        let events = ledger.decide(input, in: production, at: time)
        for event in events { ledger.apply(event, run: nil, at: time) }
        return events.compactMap { if case .service(_, let event) = $0 { event } else { nil } }
    }

    private func order(_ order: StandingOrder, _ ledger: inout Ledger, at time: Timestamp) throws {
        for event in try ledger.decide(order, by: Bench.ana, reason: "a new disk") {
            ledger.apply(event, run: nil, at: time)
        }
    }

    @Test func whatHasEndedIsStartedAgainAtOnce() throws {
        var ledger = try serving()
        #expect(take(ended, &ledger, at: noon).contains(.instanceRestarting(instance: .first, start: 2)))
        let effects = ledger.serviceEffects(in: production)
        #expect(effects.count == 1)
        guard case .startAgain(let placed, 2)? = effects.first else { return #expect(Bool(false), "\(effects)") }
        #expect(placed.id == .first)
        #expect(take(ended, &ledger, at: noon).isEmpty, "it is just being started")
        #expect(take(.started(.first, start: 2), &ledger, at: noon) == [.instanceRestarted(instance: .first)])
        #expect(ledger.serviceEffects(in: production).isEmpty)
        #expect(take(.started(.first, start: 2), &ledger, at: noon).isEmpty, "that was known")
    }

    @Test func whatOnlyDoesNotAnswerIsLeftAlone() throws {
        var ledger = try serving()
        let silent = ServiceInput.answered(.first, .bad(detail: "no answer", lasting: .seconds(600)))
        let events = take(silent, &ledger, at: noon)
        #expect(!events.contains { if case .instanceRestarting = $0 { true } else { false } })
    }

    @Test func anotherProcessOnItsPortIsNotMadeBetterByAStart() throws {
        var ledger = try serving()
        let taken = ServiceInput.answered(.first, .taken(port: 1, by: PortHolder(account: "eve")))
        #expect(!take(taken, &ledger, at: noon).contains { if case .instanceRestarting = $0 { true } else { false } })
    }

    /// One that ends at once, again and again.
    @Test func pausesGrowUntilItIsGivenUp() throws {
        var ledger = try serving()
        var pauses: [Int64] = []
        var (now, last) = (noon, noon)
        var isGivenUp = false
        while !isGivenUp, now < noon + .seconds(3600) {
            for event in take(ended, &ledger, at: now) {
                if case .instanceRestarting(_, let start) = event {
                    pauses.append((now - last).milliseconds)
                    last = now
                    _ = take(.started(.first, start: start), &ledger, at: now)
                }
                if case .instanceGivenUp(_, let starts) = event {
                    isGivenUp = true
                    #expect(starts == RestartPolicy.limit)
                }
            }
            now = now + .milliseconds(500)
        }
        #expect(isGivenUp)
        #expect(pauses.prefix(8) == [0, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
        #expect(pauses.count == RestartPolicy.limit)
        #expect(ledger.environments[production]?.givenUp.map(\.instance) == [.first])
        #expect(take(ended, &ledger, at: now + .seconds(3600)).isEmpty)
        try order(.bringUp(production), &ledger, at: now)
        #expect(take(ended, &ledger, at: now).contains { if case .instanceRestarting = $0 { true } else { false } })
    }

    /// What serves most of the time is started again at once, however often it ends.
    @Test func oneThatAnsweredForAWhileBeginsANewRow() throws {
        var ledger = try finished()
        for number in 0..<100 {
            let time = noon + .seconds(number * 11)
            let start = number + 2
            #expect(take(ended, &ledger, at: time).contains(.instanceRestarting(instance: .first, start: start)))
            _ = take(.started(.first, start: start), &ledger, at: time)
            #expect(take(.answered(.first, .good), &ledger, at: time) == [.instanceUp(instance: .first)])
        }
        // Not where it ends soon after.
        let time = noon + .seconds(99 * 11 + 3)
        #expect(!take(ended, &ledger, at: time).isEmpty, "it is down")
        #expect(ledger.environments[production]?.upkeep(of: .first)?.inARow == 2)
    }

    @Test func aClockThatIsSetBackHoldsNothingUp() throws {
        var ledger = try serving()
        _ = take(ended, &ledger, at: noon)
        _ = take(.started(.first, start: 2), &ledger, at: noon)
        #expect(take(ended, &ledger, at: noon + .seconds(-3600)) == [.instanceRestarting(instance: .first, start: 3)])
    }

    @Test func oneThatDoesNotComeToAnswerIsStartedOnceMore() throws {
        var ledger = try serving()
        _ = take(ended, &ledger, at: noon)
        _ = take(.started(.first, start: 2), &ledger, at: noon)
        let silent = ServiceInput.answered(.first, .bad(detail: "no answer", lasting: .seconds(3)))
        #expect(take(silent, &ledger, at: noon + .seconds(5)).isEmpty)
        #expect(take(silent, &ledger, at: noon + .seconds(31)) == [.instanceRestarting(instance: .first, start: 3)])
    }

    @Test func whatCouldNotBeStartedIsTriedAgainLater() throws {
        var ledger = try serving()
        _ = take(ended, &ledger, at: noon)
        let problem = Problem(what: "starting it", why: "no room")
        #expect(
            take(.startFailed(.first, start: 2, problem), &ledger, at: noon)
                == [.restartFailed(instance: .first, problem: problem)])
        #expect(take(ended, &ledger, at: noon).isEmpty)
        #expect(take(ended, &ledger, at: noon + .seconds(1)) == [.instanceRestarting(instance: .first, start: 3)])
    }

    @Test func whatIsTakenDownStaysDownUntilItIsBroughtUp() throws {
        var ledger = try finished()
        try order(.takeDown(production), &ledger, at: noon)
        #expect(ledger.serviceEffects(in: production) == [.takeDown])
        #expect(take(.takenDown(left: []), &ledger, at: noon) == [.serviceStopped(left: [])])
        #expect(ledger.serviceEffects(in: production).isEmpty)
        #expect(ledger.watchedDeployments.isEmpty)
        #expect(take(ended, &ledger, at: noon).isEmpty)
        #expect(ledger.environments[production]?.answering == 0)
        #expect(throws: Refusal.self) { try order(.takeDown(production), &ledger, at: noon) }
        try order(.bringUp(production), &ledger, at: noon)
        #expect(take(ended, &ledger, at: noon) == [.instanceRestarting(instance: .first, start: 2)])
    }

    @Test func nothingIsTakenDownUnderARelease() throws {
        var ledger = try Bench.baking().ledger
        #expect(throws: Refusal.self) { try order(.takeDown(production), &ledger, at: noon) }
    }

    @Test func stableIsKeptUpDuringARelease() throws {
        var ledger = try Bench.baking().ledger
        #expect(ledger.watchedDeployments.map(\.environment) == [production])
        // What was released before starts were kept can't be.
        #expect(take(.answered(.old, .ended(status: nil, lastOutput: "")), &ledger, at: noon).isEmpty)
    }

    /// A reboot in the middle of a release: nobody had seen that it was down.
    @Test func oneThatHangsAfterItAnsweredIsLeftAloneDuringAReleaseToo() throws {
        var ledger = try serving()
        _ = take(ended, &ledger, at: noon)
        _ = take(.started(.first, start: 2), &ledger, at: noon)
        #expect(take(.answered(.first, .good), &ledger, at: noon) == [.instanceUp(instance: .first)])
        #expect(take(.answered(.first, .good), &ledger, at: noon).isEmpty)
        let silent = ServiceInput.answered(.first, .bad(detail: "no answer", lasting: .seconds(3)))
        #expect(take(silent, &ledger, at: noon + .seconds(300)).isEmpty)
    }

    @Test func whatIsTakenBackIsNotStartedAgain() throws {
        var ledger = try serving()
        ledger.apply(
            .release(production, .rollbackStarted(cause: .ordered(by: Bench.ana, reason: nil))),
            run: ledger.environments[production]?.releasing, at: noon)
        #expect(take(ended, &ledger, at: noon).isEmpty)
        #expect(!ledger.watchedDeployments.contains { $0.deployment == ledger.stable(in: production) })
    }

    @Test func aNewVersionIsUpWhateverWasTakenDown() throws {
        var ledger = try finished()
        try order(.takeDown(production), &ledger, at: noon)
        let deployment = try #require(ledger.stable(in: production))
        ledger.apply(.release(production, .promoted(deployment: deployment)), run: RunNumber(2), at: noon)
        #expect(ledger.environments[production]?.takenDown == nil)
    }

    private func finished() throws -> Ledger {
        var ledger = try serving()
        let running = try #require(ledger.stable(in: production))
        ledger.apply(
            .release(production, .finished(result: .succeeded, running: running)), run: RunNumber(1), at: noon)
        return ledger
    }
}
