import Delivery
import Foundation
import Testing

/// Whose process listens on an instance's port: before it is ready, and for as long as it serves.
@Suite struct ListenerTests {
    private let production = Bench.production
    private let eve = PortHolder(account: "mallory", process: 4711, program: "eve")
    private var taken: InstanceFailure { .portTaken(port: 9100, by: eve) }

    private func started(_ environment: Environment = .sample(), previous: Deployment? = .old) throws -> Bench {
        var bench = try Bench.starting(environment, previous: previous)
        try bench.take(
            .release(production, .instance(bench.release?.plan.instances.first ?? .first, .started(.candidate))))
        return bench
    }

    private func environment(_ listener: ListenerPolicy?) -> Environment {
        var environment = Environment.sample()
        environment.service.listener = listener
        return environment
    }

    private func note(_ events: [Event]) -> ListenerNote?? {
        events.compactMap { event -> ListenerNote?? in
            if case .release(_, .instance(_, .ready(_, let note))) = event { .some(note) } else { nil }
        }.first
    }

    @Test func itsOwnProcessMakesItReady() throws {
        var bench = try started()
        #expect(note(try bench.take(.release(production, .instance(.first, .ready(listener: .own))))) == .some(nil))
        #expect(bench.phase == .attaching)
    }

    @Test func anotherProcessFailsTheStartBeforeUsersReachIt() throws {
        var bench = try started()
        let events = try bench.take(.release(production, .instance(.first, .ready(listener: .foreign(eve)))))
        #expect(events.first == .release(production, .instance(.first, .failed(failure: taken))))
        #expect(bench.release?.isRollingBack == true)
        #expect(bench.release?.wasExposed == false)
        #expect(
            bench.release?.finding?.summary == "local/green-1 does not have its port: another process listens on port "
                + "9100: eve (process 4711 of account mallory)")
    }

    @Test func onAFirstReleaseToo() throws {
        var bench = try started(previous: nil)
        try bench.take(.release(production, .instance(.firstInBlue, .ready(listener: .foreign(eve)))))
        #expect(bench.release?.isRollingBack == true)
    }

    @Test(arguments: [PortListener.nobody, nil]) func whatNobodySawListenIsNotReady(listener: PortListener?) throws {
        var bench = try started()
        try bench.take(.release(production, .instance(.first, .ready(listener: listener))))
        #expect(bench.release?.isRollingBack == true)
    }

    @Test func whatCannotBeToldIsReadyAndSaid() throws {
        var bench = try started()
        let unknown = ListenerNote.unknown(why: "it can't be asked on this system")
        let events = try bench.take(
            .release(production, .instance(.first, .ready(listener: .unknown(why: "it can't be asked on this system"))))
        )
        #expect(note(events) == .some(unknown))
        #expect(bench.release?.instances.first?.listenerNote == unknown)
        #expect(bench.phase == .attaching)
    }

    @Test func listenerAnyIsReadyAndSaid() throws {
        var bench = try started(environment(.any))
        #expect(note(try bench.take(.release(production, .instance(.first, .ready(listener: nil))))) == .some(.any))
    }

    /// Its instances may have no mark: nobody refuses them for that.
    @Test func whatAnEarlierProgramBeganIsUnknownAndNotRefused() throws {
        var bench = try started(environment(nil))
        guard
            case .some(.unknown) = note(try bench.take(.release(production, .instance(.first, .ready(listener: nil)))))
        else {
            Issue.record("it was not said")
            return
        }
        #expect(Deployment.old.listenerNote == .unknown(why: .startedEarlier))
        #expect(bench.release?.leaving.first?.listenerNote == .unknown(why: .startedEarlier))
        let recorded = #"{"start":"./server","stopWithin":3000,"startWithin":30000,"instances":2}"#
        #expect(try JSONDecoder().decode(Service.self, from: Data(recorded.utf8)).listener == nil)
    }

    @Test func aCandidateWhosePortIsTakenIsRolledBackAtOnce() throws {
        var bench = try Bench.baking()
        let events = try bench.take(.release(production, .instance(.first, .probed(.taken(port: 9100, by: eve)))))
        #expect(events.first == .release(production, .instance(.first, .failed(failure: taken))))
        #expect(bench.phase == .withdrawing)
    }

    @Test func stableWhosePortIsTakenIsDownAndTheReleaseIsHalted() throws {
        var bench = try Bench.baking()
        let events = try bench.take(.release(production, .stableAnswered(.old, .taken(port: 9100, by: eve))))
        #expect(events.first == .service(production, .instanceDown(instance: .old, failure: taken)))
        let reason = Reason.stableDown(StableOutage(version: "1.0.0", instances: 1, takenPort: taken))
        #expect(
            reason.description
                == "no instance of stable 1.0.0 answered (0 of 1; another process listens on port 9100: \(eve))")
        #expect(events.contains(.release(production, .halted(by: .policy, reason: reason))))
        try bench.take(.release(production, .stableAnswered(.old, .good)))
        #expect(bench.release?.isStableDown == false)
    }

    @Test func betweenReleasesItIsDownToo() throws {
        let events = Bench().ledger.decide(.taken(port: 9100, by: eve), of: .old, in: production)
        #expect(events == [.service(production, .instanceDown(instance: .old, failure: taken))])
    }

    /// It was dead, and then another process took its port: that is news, and told once.
    @Test func aDeadInstanceWhosePortIsTakenIsToldAgain() throws {
        var bench = try Bench.baking()
        let dead = InstanceAnswer.ended(status: "ended by signal 9", lastOutput: "")
        try bench.take(.release(production, .stableAnswered(.old, dead)))
        let since = bench.now
        let events = try bench.take(
            .release(production, .stableAnswered(.old, .taken(port: 9100, by: eve))), after: .seconds(3))
        #expect(events.first == .service(production, .instanceDown(instance: .old, failure: taken)))
        #expect(try bench.take(.release(production, .stableAnswered(.old, .taken(port: 9100, by: eve)))).isEmpty)
        #expect(bench.release?.leaving.first?.outage == Outage(since: since, failure: taken))
        #expect(bench.ledger.environments[production]?.down.first?.outage == Outage(since: since, failure: taken))
    }

    @Test func aGoodAnswerOfAnotherProcessIsNoGoodAnswer() {
        var streak = AnswerStreak()
        let now = ContinuousClock.now
        let foreign = InstanceLook(problem: nil, listener: .foreign(eve), port: 9100)
        #expect(streak.take(foreign, at: now) == .taken(port: 9100, by: eve))
        let absent = InstanceLook(problem: nil, listener: .nobody, port: 9100)
        #expect(
            streak.take(absent, at: now + .seconds(1))
                == .bad(detail: PortListener.absence(on: 9100), lasting: .seconds(1)))
        for listener in [PortListener.own, .unknown(why: "hidden"), nil] {
            #expect(streak.take(InstanceLook(problem: nil, listener: listener, port: 9100), at: now) == .good)
        }
    }
}
