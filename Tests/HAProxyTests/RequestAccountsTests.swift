import Delivery
import Testing
import Values

@testable import HAProxy

/// Counters against lines: a router and its log, a second at a time.
@Suite struct RequestAccountsTests {
    /// A router whose requests, and what becomes of their lines, are made by hand.
    private struct Router {
        var ended: [Slot: Int] = [:]
        var dropped = 0
        var process: Int32 = 77
        var accounts: RequestAccounts

        init(lost: Int = 0) {
            accounts = RequestAccounts(lost: lost)
            accounts.open(with: counters)
        }

        var counters: RouterCounters {
            let slots = Slot.allCases.map { slot in
                let total = RouterCounters.Counts(
                    requests: ended[slot, default: 0] + 3, serverErrors: 0, currentSessions: 3, status: "UP")
                return (slot, RouterCounters.Backend(total: total, servers: [:]))
            }
            return RouterCounters(
                slots: Dictionary(uniqueKeysWithValues: slots), droppedLogs: dropped, processIdentifier: process)
        }

        /// A second: requests end, lines come, and somebody looks.
        mutating func pass(
            blue: Int = 0, green: Int = 0, lines: [Slot: Int], unreadable: Int = 0, dropping: Int = 0
        ) -> [Slot: Int] {
            ended[.blue, default: 0] += blue
            ended[.green, default: 0] += green
            dropped += dropping
            accounts.receive(lines, unreadable: unreadable)
            return accounts.unlogged(in: counters)
        }
    }

    @Test func nothingIsMissingWhereEveryRequestHasItsLine() {
        var router = Router()
        for _ in 1...10 { #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10]).isEmpty) }
        #expect(router.accounts.lost == 0)
        #expect(router.accounts.silent == 0)
        #expect(router.accounts.surplus == 0)
    }

    @Test func whatIsMissingAtASecondLookFailed() {
        var router = Router()
        #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 7]).isEmpty)
        #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10]) == [.green: 3])
        #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10]).isEmpty)
    }

    @Test func aLineThatComesLateIsNoFailure() {
        var router = Router()
        #expect(router.pass(blue: 90, lines: [.blue: 80]).isEmpty)
        #expect(router.pass(blue: 90, lines: [.blue: 100]).isEmpty)
        #expect(router.pass(blue: 90, lines: [.blue: 90]).isEmpty)
        #expect(router.accounts.surplus == 0)
    }

    /// A connection that was open for longer than a day has a line that nobody can read.
    @Test func anUnreadableLineCountsForNothing() {
        var router = Router()
        #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 9], unreadable: 1).isEmpty)
        for _ in 1...5 { #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10]).isEmpty) }
        #expect(router.accounts.lost == 1)
    }

    /// One dropped line a second used to hide every failure without a line.
    @Test func droppedLinesDoNotHideUnloggedFailures() {
        var router = Router()
        var found: [Slot: Int] = [:]
        for _ in 1...60 {
            let news = router.pass(blue: 1000, green: 50, lines: [.blue: 999, .green: 40], dropping: 1)
            found.merge(news, uniquingKeysWith: +)
        }
        #expect(found[.blue] == nil)
        #expect((570...600).contains(found[.green, default: 0]))
        #expect(router.accounts.lost == 60)
    }

    /// Lines are dropped by chance, of both slots alike.
    @Test func droppedLinesAloneAreNoFailures() {
        var router = Router()
        for second in 1...600 {
            let green = second.isMultiple(of: 5) ? 1 : 0
            let news = router.pass(
                blue: 950, green: 50, lines: [.blue: 950 - (4 - green), .green: 50 - green], dropping: 4)
            #expect(news.isEmpty)
        }
        #expect(router.accounts.lost == 2400)
    }

    @Test func aLogThatIsLostSaysNothingAgainstAVersion() {
        var router = Router()
        _ = router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10])
        for second in 1...5 {
            #expect(router.pass(blue: 90, green: 10, lines: [:]).isEmpty)
            #expect(router.accounts.silent == second * 100)
        }
        for _ in 1...5 { #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10]).isEmpty) }
        #expect(router.accounts.silent == 0)
        #expect(router.accounts.lost == 500)
    }

    /// Few requests, none with a line: the log may be lost, and nobody is blamed before it is seen to live.
    @Test func fewRequestsWithoutALineWaitForTheNext() {
        var router = Router()
        for _ in 1...3 { #expect(router.pass(green: 1, lines: [:]).isEmpty) }
        #expect(router.accounts.silent == 3)
        #expect(router.pass(blue: 1, lines: [.blue: 1]) == [.green: 3])
    }

    /// When a slot is drained, nothing more comes that could show that the log lives.
    @Test func theLastLookWaitsForNoLine() {
        var router = Router()
        #expect(router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 7]).isEmpty)
        #expect(router.accounts.unlogged(in: router.counters, isLast: true) == [.green: 3])
    }

    /// Lines that come twice, or from somebody else.
    @Test func linesTooManyAreNoticed() {
        var router = Router()
        _ = router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 60])
        _ = router.pass(blue: 90, green: 10, lines: [.blue: 90, .green: 10])
        #expect(router.accounts.surplus == 40)
    }

    /// Lines may be read that came just after the counters were.
    @Test func linesThatAreEarlyAreNotTooMany() {
        var router = Router()
        _ = router.pass(blue: 90, lines: [.blue: 120])
        #expect(router.accounts.surplus == 0)
        _ = router.pass(blue: 90, lines: [.blue: 60])
        #expect(router.accounts.surplus == 0)
    }

    @Test func aRouterThatStartedAgainIsCountedAnew() {
        var router = Router(lost: 12)
        _ = router.pass(blue: 90, lines: [.blue: 80], dropping: 10)
        router.process = 78
        router.ended = [:]
        router.dropped = 0
        #expect(router.accounts.areStale(for: router.counters))
        #expect(router.accounts.unlogged(in: router.counters).isEmpty)
        router.accounts.open(with: router.counters)
        #expect(router.pass(blue: 90, lines: [.blue: 90]).isEmpty)
        #expect(router.accounts.lost == 22)
    }
}
