import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite(.timeLimit(.minutes(1))) struct ProtocolTests {
    @Test func helloSaysWhoIsThere() async throws {
        let station = try await Station.open()
        let client = try await station.client()
        let greeting = client.greeting
        #expect(greeting.protocol == 1)
        #expect(greeting.version == "1.2.3")
        #expect(greeting.processID == getpid())
        #expect(greeting.stateDirectory == station.state.directory.path)
        #expect(greeting.since == "2026-11-21T12:03:49.123Z")
        #expect(greeting.runs == [ActiveRun(run: RunNumber(1), pipeline: "shop", phase: .running)])
        #expect(greeting.you == Actor.account(geteuid()))
        #expect(try await client.hello() == greeting)
        try await station.close()
    }

    @Test func statusIsTheExecutors() async throws {
        let station = try await Station.open()
        let status = try await station.client().status()
        #expect(status == (try await station.executor.status()))
        #expect(status.runs.map(\.phase) == [.queued])
        try await station.close()
    }

    @Test(arguments: Order.allCases)
    func orderReachesTheExecutorWithWhoGaveIt(command: Order) async throws {
        let station = try await Station.open()
        let seen = SeenChange(
            run: RunNumber(7), stage: "production", commit: "4f2c1a9", digest: Digest(String(repeating: "b", count: 64))
        )
        let sequence = try await station.client().order(
            command, run: RunNumber(7), id: "one", reason: "it's \"fine\" 👍", seen: seen)
        #expect(sequence == 1)
        // An executor of an earlier version knows nothing of it, and must not refuse to stop.
        let expected = OrderRequest(
            id: "one", order: command, run: RunNumber(7), actor: .account(geteuid()), reason: "it's \"fine\" 👍",
            seen: command.isStop ? nil : seen)
        #expect(await station.executor.orders == [expected])
        try await station.close()
    }

    /// Of an earlier version, or one that does not care.
    @Test func aClientMaySayNothingOrAPartOfWhatItSaw() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        for seen in ["", #","seen":{}"#, #","seen":{"run":7}"#] {
            let answer = try await client.ask(
                request("run.command", #"{"id":"x\#(seen.count)","run":7,"command":"approve"\#(seen)}"#))
            #expect(answer?.contains("result") == true, "\(answer ?? "")")
        }
        let orders = await station.executor.orders
        #expect(orders.map(\.seen) == [nil, SeenChange(), SeenChange(run: RunNumber(7))])
        try await station.close()
    }

    /// It could pretend to be another line of the record, or act on the terminal of whoever reads it.
    @Test(arguments: [
        "fine\n12:00:00  approved by ana", "\u{1b}]52;c;cm0gLXJm\u{7}", "a\u{202e}b", "\u{9b}2J", "a\u{2028}b",
    ])
    func aReasonOfMoreThanALineIsRefused(reason: String) async throws {
        let station = try await Station.open()
        let client = try await station.client()
        await #expect(throws: ControlError.self) { try await client.order(.halt, reason: reason) }
        await #expect(throws: ControlError.self) { try await client.order(.freeze("production"), reason: reason) }
        #expect(await station.executor.orders == [])
        try await station.close()
    }

    @Test func sameOrderAgainIsPassedOnWithItsID() async throws {
        let station = try await Station.open()
        let client = try await station.client()
        let first = try await client.order(.approve, id: "a")
        #expect(try await client.order(.approve, id: "a") == first)
        await station.executor.set(runs: [])
        #expect(try await client.order(.approve, id: "a") == first)
        #expect(try await station.recorded().count == 1)
        #expect(await station.executor.orders.map(\.id) == ["a", "a", "a"])
        try await station.close()
    }

    /// An answer to another order would say that this one was carried out.
    @Test func oneIDForTwoOrdersIsTwoOrders() {
        func order(_ command: Order, of name: String = "ana", id: String = "a") -> OrderID {
            OrderRequest(id: id, order: command, run: nil, actor: Actor(name: name), reason: nil).orderID
        }
        #expect(order(.halt) == order(.halt))
        #expect(Set([order(.halt), order(.resume), order(.halt, of: "ben"), order(.halt, id: "b")]).count == 4)
        func standing(_ order: StandingOrder) -> OrderID {
            StandingRequest(id: "a", order: order, actor: Actor(name: "ana"), reason: "x").orderID
        }
        #expect(standing(.freeze("production")) == standing(.freeze("production")))
        #expect(
            Set([standing(.freeze("production")), standing(.unfreeze("production")), standing(.freeze("staging"))])
                .count == 3)
    }

    @Test func aReasonWithoutAVisibleCharacterIsNone() async throws {
        let station = try await Station.open()
        let client = try await station.client()
        _ = try await client.order(.halt, reason: "   ")
        #expect(await station.executor.orders.map(\.reason) == [nil])
        try await station.close()
    }

    @Test func aVersionIsReleasedAsItWasAsked() async throws {
        let station = try await Station.open()
        let client = try await station.client()
        let digest = try #require(Digest(String(repeating: "ab", count: 32)))
        let orders = [
            VersionOrder(.previous, to: "production"),
            VersionOrder(
                .named("1.4.0"), to: "staging", isAtOnce: true, reason: "users wait", isOverMigration: true,
                replaces: digest),
        ]
        for order in orders { #expect(try await client.release(order) == RunNumber(130)) }
        #expect(await station.executor.releases == orders)
        try await station.close()
    }

    @Test func refusalIsToldInItsOwnWords() async throws {
        let station = try await Station.open()
        let client = try await station.client()
        await station.executor.refuse(Refusal("the release is already halted"))
        await #expect(throws: ControlError.refused(Refusal("the release is already halted"))) {
            try await client.order(.halt)
        }
        let answer = try await station.raw().ask(request("run.command", #"{"id":"x","command":"halt"}"#))
        #expect(answer == #"{"error":{"code":1,"message":"the release is already halted"},"id":1,"jsonrpc":"2.0"}"#)
        try await station.close()
    }

    @Test func runThatIsMeantHasToBeClear() throws {
        func run(_ number: Int) -> ActiveRun { ActiveRun(run: RunNumber(number), pipeline: nil, phase: .running) }
        #expect(try [run(3)].only() == RunNumber(3))
        #expect(throws: Refusal("no run is under way")) { try [].only() }
        #expect(throws: Refusal("several runs are under way (#3, #5); say which one is meant")) {
            try [run(5), run(3)].only()
        }
    }

    @Test func newerProtocolIsRefused() async throws {
        let station = try await Station.open()
        let answer = try await station.raw().ask(request("hello", #"{"protocol":2}"#))
        #expect(number("code", in: answer) == 2)
        #expect(answer?.contains("slipway 1.2.3) speaks protocol 1, not 2") == true)
        try await station.close()
    }

    @Test func requestsAreAnsweredInTurnWithTheirOwnIDs() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        let text = #"{"jsonrpc":"2.0","id":"ä-1","method":"status"}"# + "\r\n\n  \n" + request("status", id: -5) + "\n"
        try await client.send(text)
        #expect(try await client.line()?.contains(#""id":"ä-1""#) == true)
        #expect(try await number("id", in: client.line()) == -5)
        try await station.close()
    }

    @Test func bytesMayComeOneByOne() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        for byte in request("status") + "\n" { try await client.send(String(byte)) }
        #expect(try await number("id", in: client.line()) == 1)
        try await station.close()
    }

    @Test func notificationsGetNoAnswerAndDoNothing() async throws {
        let station = try await Station.open()
        let client = try await station.raw()
        try await client.send(
            #"{"jsonrpc":"2.0","method":"run.command","params":{"id":"x","command":"approve"}}"# + "\n")
        #expect(try await number("id", in: client.ask(request("status", id: 9))) == 9)
        #expect(await station.executor.orders == [])
        try await station.close()
    }
}
