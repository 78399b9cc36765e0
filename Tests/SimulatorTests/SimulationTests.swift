import Delivery
import Simulator
import Testing

/// Over 12,000 rollouts, each reproducible: `slipway-sim --seed N --trace` shows what happened in one.
@Suite struct SimulationTests {
    private static let batch: UInt64 = 1200

    @Test(arguments: 0..<8 as Range<UInt64>)
    func everyRolloutKeepsEveryPromise(batch: UInt64) {
        for seed in batch * Self.batch + 1...(batch + 1) * Self.batch { check(Rollout.run(seed: seed)) }
    }

    /// The executor dies around every event of a rollout, and around every tenth that is only a sample.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func everyCrashIsSurvived(batch: UInt64) {
        var count = 0
        var seed = batch * 1000
        while count < 400 {
            seed += 1
            Rollout.runEveryCrash(seed: seed, samplesBetween: 9) {
                check($0)
                count += 1
                return true
            }
        }
    }

    private func check(_ outcome: Outcome) {
        for violation in outcome.violations { Issue.record("\(outcome.scenario.replay): \(violation)") }
    }

    @Test func aCrashGoesTheSameWayWhenItIsReplayed() {
        var outcomes: [Outcome] = []
        Rollout.runEveryCrash(seed: 4) {
            outcomes.append($0)
            return true
        }
        #expect(outcomes.count > 60)
        for outcome in outcomes {
            let replayed = Rollout.run(Scenario(seed: 4, crash: outcome.scenario.crashes.planned))
            #expect(replayed.records == outcome.records)
        }
    }

    @Test func aRunIsTakenUpAfterEveryCrash() {
        var count = 0
        Rollout.runEveryCrash(seed: 4, samplesBetween: 9) { outcome in
            let isTakenUp = outcome.events.contains { if case .run(.takenUp) = $0 { true } else { false } }
            // Before its first event there is nothing to take up, nor after its last.
            if isTakenUp { count += 1 }
            return true
        }
        #expect(count > 60)
    }

    @Test func aSeedAlwaysGoesTheSameWay() {
        for seed in 1...20 as ClosedRange<UInt64> {
            let first = Rollout.run(seed: seed, tracing: true)
            let second = Rollout.run(seed: seed, tracing: true)
            #expect(first.records == second.records)
            #expect(first.trace.lines == second.trace.lines)
        }
    }

    @Test func rolloutsEndInEveryWay() {
        let results = Set((1...300 as ClosedRange<UInt64>).flatMap { Rollout.run(seed: $0).states.map(\.result) })
        #expect(results == [.succeeded, .failed, .errored, .rejected, .rolledBack, .cancelled, .superseded])
    }

    /// A simulator in which nothing goes wrong would keep every promise too.
    @Test func everyKindOfTroubleComesUp() {
        var seen: Set<Trouble> = []
        for seed in 1...1500 as ClosedRange<UInt64> where seen.count < Trouble.allCases.count {
            seen.formUnion(Rollout.run(seed: seed).events.compactMap(Trouble.init))
        }
        #expect(seen == Set(Trouble.allCases))
    }

    @Test func aRecordReadBackLeadsToTheSameState() throws {
        for seed in 1...15 as ClosedRange<UInt64> {
            let outcome = Rollout.run(seed: seed)
            for state in outcome.states {
                var again = RunState(number: state.number)
                for record in outcome.records where record.run == state.number {
                    again.apply(try readBack(record.event), at: record.time)
                }
                #expect(again == state, "seed \(seed)")
            }
        }
    }

    @Test func theTraceTellsWhatHappened() {
        let trace = Rollout.run(Scenario(ofOneRun: 4), tracing: true).trace
        #expect(trace.description.contains("runStarted"))
        #expect(trace.description.contains("begins: makeArtifact"))
        #expect(!trace.description.contains("#2  runStarted"))
        #expect(Rollout.run(seed: 4).trace.lines.isEmpty)
    }

    @Test func theTraceSaysWhichRunItIs() throws {
        let seed = try #require((1...100 as ClosedRange<UInt64>).first { Scenario(seed: $0).hasSeveralRuns })
        let trace = Rollout.run(seed: seed, tracing: true).trace
        #expect(trace.description.contains("#2  runStarted"))
        #expect(trace.description.contains("#3  runStarted"))
    }
}
