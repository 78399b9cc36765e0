import Delivery
import Testing
import Values

/// The new version is asked once more before nobody could be taken back.
@Suite struct ConfirmationTests {
    private let production = Bench.production

    /// Promoted, and the old version has nothing open any more.
    private func drained(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try Bench.promoted(environment)
        bench.isCandidateWell = false
        if bench.phase == .watching { try bench.take(.tick, after: (environment.watch ?? .zero)) }
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        return bench
    }

    @Test func theOldVersionStaysUntilTheNewOneHasAnswered() throws {
        var bench = try drained()
        #expect(bench.phase == .confirming)
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.first, .candidate))))
        #expect(!bench.state.effects.contains { if case .release(_, .stopInstance) = $0 { true } else { false } })
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(bench.phase == .stopping)
        #expect(
            bench.state.effects.contains { if case .release(_, .stopInstance(.old, _)) = $0 { true } else { false } })
    }

    @Test func aNewVersionThatIsGoneIsTakenBack() throws {
        var bench = try drained()
        let events = try bench.take(
            .release(production, .instance(.first, .failed(.exited(status: "ended by signal 9", lastOutput: "")))))
        #expect(events.contains { if case .release(_, .rollbackStarted) = $0 { true } else { false } })
        #expect(bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
    }

    /// Whoever takes the run up knows nothing of what happened meanwhile.
    @Test func itIsAskedAgainAfterATakeUp() throws {
        var bench = try drained()
        try bench.take(.takenUp(by: Bench.zoe))
        #expect(bench.phase == .confirming)
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.first, .candidate))))
    }

    /// Without a rule that takes back, a person says what becomes of it.
    @Test func withoutAutomaticRollbackAPersonDecides() throws {
        var environment = Environment.sample()
        environment.rollback.automatic = false
        var bench = try drained(environment)
        try bench.take(
            .release(production, .instance(.first, .failed(.exited(status: "ended by signal 9", lastOutput: "")))))
        #expect(bench.phase == .confirming && bench.release?.isHalted == true)
        try bench.order(.resume)
        #expect(bench.phase == .stopping)
    }

    @Test func afterAFirstReleaseThereIsNobodyToKeep() throws {
        var bench = try Bench.attaching(previous: nil)
        try bench.take(.release(production, .attached))
        let slot = try #require(bench.release?.plan.slot)
        try bench.take(.release(production, .routePromoted(slot)))
        #expect(bench.state.result == .succeeded)
    }

    /// One answer does not end what a person was asked to decide.
    @Test func anAnswerOfAnotherInstanceDoesNotDecideForThePerson() throws {
        var environment = Environment.sample(instances: 2)
        environment.rollback.automatic = false
        var bench = try drained(environment)
        try bench.take(.release(production, .instance(.first, .failed(Self.gone))))
        try bench.take(.release(production, .instance(.second, .ready())))
        #expect(bench.phase == .confirming && bench.release?.isHalted == true)
        try bench.order(.rollBack)
        #expect(bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
    }

    /// Nobody was asked while the old version was being drained: before it is stopped, somebody is.
    @Test func oneThatFailedWhileTheOldWasDrainedIsForAPersonToo() throws {
        var environment = Environment.sample(watch: .zero)
        environment.rollback.automatic = false
        var bench = try Bench.promoted(environment)
        try bench.take(.release(production, .instance(.first, .failed(Self.gone))))
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        #expect(bench.phase == .confirming && bench.release?.isHalted == true)
        #expect(!bench.state.effects.contains { if case .release(_, .stopInstance) = $0 { true } else { false } })
        try bench.order(.resume)
        #expect(bench.phase == .stopping)
    }

    /// Gone while the old instances were being stopped: nobody could be taken back any more, and nothing is in service.
    @Test func oneThatIsGoneAfterItsAnswerIsNoSuccess() throws {
        var bench = try drained()
        try bench.take(.release(production, .instance(.first, .ready())))
        try bench.take(.release(production, .instance(.first, .failed(Self.gone))))
        let events = try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.result == .failed)
        let details = events.compactMap { event -> String? in
            guard case .step(_, .finished(.failed, let report, _, _)) = event else { return nil }
            return report?.description
        }
        #expect(details == ["2.0.0 has all traffic, and no instance of it answers (0 of 1)"])
        #expect(bench.ledger.environments[production]?.downSince != nil)
        #expect(bench.ledger.stable(in: production)?.artifact.version == "2.0.0")
    }

    /// It failed once, a person promoted it all the same, and it has answered since.
    @Test func oneThatAnswersAgainIsAskedAgain() throws {
        var environment = Environment.sample(watch: .zero)
        environment.rollback.automatic = false
        var bench = try Bench.promoted(environment)
        try bench.take(.release(production, .instance(.first, .failed(Self.gone))))
        #expect(
            bench.state.effects.contains { if case .release(_, .watchInstance(.first, _)) = $0 { true } else { false } }
        )
        try bench.take(.release(production, .instance(.first, .probed(.good))))
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.result == .succeeded)
        #expect(bench.ledger.environments[production]?.down.isEmpty == true)
    }

    /// A process that came to its port while a person decides gets no requests, and loses them when it has gone.
    @Test func requestsAreKeptFromItOnlyWhileAnotherHasItsPort() throws {
        var environment = Environment.sample()
        environment.rollback.automatic = false
        var bench = try Bench.promoted(environment)
        try bench.take(.release(production, .instance(.first, .probed(.bad(detail: "HTTP 500", lasting: .seconds(1))))))
        #expect(bench.release?.withheld.isEmpty == true)
        let holder = PortHolder(account: "zoe", process: 7, program: "python3")
        try bench.take(.release(production, .instance(.first, .probed(.taken(port: 8081, by: holder)))))
        #expect(bench.release?.withheld.map(\.id) == [.first])
        try bench.take(.release(production, .instance(.first, .probed(.good))))
        #expect(bench.release?.withheld.isEmpty == true)
    }

    private static let gone = InstanceFailure.exited(status: "ended by signal 9", lastOutput: "")
}
