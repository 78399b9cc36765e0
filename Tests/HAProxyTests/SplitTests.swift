import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

@Suite struct SplitTests {
    /// Five standard deviations either way: a right split fails once in two million runs.
    @Test(arguments: [(0, 0...0), (25, 403...597), (100, 2000...2000)])
    func theShareIsHonoured(_ percent: Int, _ expected: ClosedRange<Int>) async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: Share(percent: Double(percent)), lease: .farAway)
            let answers = try await bench.ask(times: 2000)
            #expect(expected.contains(answers["green", default: 0]))
            let counters = try await bench.router.counters()
            #expect(counters.slots[.green]?.total.requests == answers["green", default: 0])
            #expect(counters.slots[.blue]?.servers["s1"]?.requests == answers["blue", default: 0])
        }
    }

    /// As on a full disk: HAProxy was told, and the file says the old share still.
    @Test func whatTheFileCouldNotTakeIsNotUndone() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            try FileManager.default.createDirectory(
                atPath: "\(bench.paths.map).draft", withIntermediateDirectories: false)
            await #expect(throws: HAProxyError.self) { try await bench.router.setSplitToZero() }
            try await bench.router.restoreSplit()
            #expect(try await bench.ask(times: 20) == ["blue": 20])
        }
    }

    @Test func usersInTheCanaryStayInItAsItGrows() async throws {
        try await RouterBench.run(instances: 1) { bench in
            var configuration = bench.configuration
            configuration.stickyCookie = "uid"
            try await bench.router.start(configuration)
            var inCanary: [Set<Int>] = []
            for percent in [5.0, 25.0] {
                try await bench.router.setSplit(candidate: Share(percent: percent), lease: .farAway)
                var users: Set<Int> = []
                for user in 0..<200 {
                    let headers = ["Cookie": "theme=dark; uid=user-\(user)"]
                    if try await bench.ask(headers: headers) == "green" { users.insert(user) }
                }
                inCanary.append(users)
            }
            #expect((1...25).contains(inCanary[0].count))
            #expect((25...75).contains(inCanary[1].count))
            #expect(inCanary[0].isSubset(of: inCanary[1]))
        }
    }

    @Test func aLeaseThatRunsOutReturnsEverybodyToStable() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let lease = Timestamp.now + .seconds(2)
            try await bench.router.setSplit(candidate: .all, lease: lease)
            #expect(try await bench.ask() == "green")
            try await eventually("stable answers") { try await bench.ask() == "blue" }
            #expect(Timestamp.now - lease < .milliseconds(500))
            #expect(try await bench.ask(times: 50) == ["blue": 50])
            #expect(try await bench.router.currentSplit().share == .all)
        }
    }

    @Test func aLeaseThatRanOutIsNotTakenUpAgain() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .now + .seconds(2))
            #expect(try await !bench.router.renewLease(until: .farAway, at: .now + .seconds(3)))
            #expect(try await bench.router.currentSplit().lease < .now + .seconds(10))
        }
    }

    /// A halt goes back to the share that was confirmed last; the lease may have run out unnoticed.
    @Test func aShareThatALeaseHasClosedIsOpenedByAGreaterOneAlone() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: Share(percent: 20), lease: .now)
            let (same, less) = (Share(percent: 20), Share(percent: 5))
            #expect(try await !bench.router.shift(to: same, lease: .farAway, at: .now))
            #expect(try await !bench.router.shift(to: less, lease: .farAway, at: .now))
            #expect(try await bench.ask(times: 50) == ["blue": 50])
            #expect(try await !bench.router.shift(to: .all, lease: .farAway, at: .now))
            #expect(try await bench.ask(times: 50) == ["blue": 50])
            #expect(try await bench.router.shift(to: .none, lease: .now, at: .now))
            #expect(try await bench.router.shift(to: .all, lease: .farAway, at: .now))
            #expect(try await bench.router.shift(to: less, lease: .farAway, at: .now))
            #expect(try await bench.router.currentSplit().share == less)
            #expect(try await bench.router.shift(to: .none, lease: .now, at: .now))
            #expect(try await bench.router.shift(to: .none, lease: .farAway, at: .farAway))
        }
    }

    @Test func aRenewedLeaseKeepsTheShare() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .now + .seconds(2))
            #expect(try await bench.router.renewLease(until: .farAway, at: .now))
            let split = try await bench.router.currentSplit()
            #expect(split.share == .all)
            #expect(split.lease > .now + .seconds(3000))
        }
    }

    /// What HAProxy did not hear of is not so: neither for the next renewal, nor when it is started again.
    @Test func aRenewalThatDidNotArriveRenewsNothing() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let end = Timestamp.now + .seconds(60)
            try await bench.router.setSplit(candidate: .all, lease: end)
            let process = try await bench.router.counters().processIdentifier
            kill(process, SIGSTOP)
            await #expect(throws: HAProxyError.self) {
                try await bench.router.renewLease(until: .farAway, at: .now)
            }
            kill(process, SIGCONT)
            #expect(try await !bench.router.renewLease(until: .farAway, at: end + .seconds(1)))
            try await bench.router.start(bench.configuration)
            #expect(try await bench.router.currentSplit().lease <= end)
        }
    }

    @Test func zeroTakesTheLeaseToo() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            try await bench.router.setSplitToZero()
            #expect(try await bench.router.currentSplit() == TrafficSplit(stable: .blue))
            #expect(try await bench.ask(times: 50) == ["blue": 50])
        }
    }

    @Test func aPromotionUnderLoadLosesNothingAndSendsNobodyBack() async throws {
        try await RouterBench.run { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            let customers = Customers(port: bench.listen.port)
            try await customers.answers(100)
            try await bench.router.giveEverything(to: .green)
            try await customers.answers(300)
            let experience = await customers.stop()
            #expect(experience.failures == [])
            #expect(Array(experience.answers.keys) == ["green"])
            #expect(try await bench.router.currentSplit() == TrafficSplit(stable: .green))
        }
    }

    /// The file has the order in which HAProxy is told: the new stable slot first, the candidate's slot last.
    @Test func theMapIsWrittenInASafeOrder() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.giveEverything(to: .green)
            let text = try String(contentsOfFile: bench.paths.map, encoding: .utf8)
            #expect(text == "stable-backend green\ncandidate 0\nlease 0\ncandidate-backend blue\n")
        }
    }

    @Test func afterAPromotionTheOtherSlotIsTheCandidates() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.giveEverything(to: .green)
            #expect(try await bench.ask() == "green")
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            #expect(try await bench.ask() == "blue")
        }
    }

    @Test func nothingCanBeSplitBeforeTheFirstStart() async throws {
        try await RouterBench.run(instances: 1) { bench in
            await #expect(throws: HAProxyError.notStarted(directory: bench.paths.directory)) {
                try await bench.router.setSplitToZero()
            }
        }
    }

    @Test func whatCouldNotBeToldIsInTheFile() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            try await bench.router.stop()
            await #expect(throws: HAProxyError.self) { try await bench.router.setSplitToZero() }
            try await bench.router.start(bench.configuration)
            #expect(try await bench.ask() == "blue")
        }
    }
}
