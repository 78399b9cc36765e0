import Delivery
import Testing
import Values

/// Orders with an id are carried out once, however often they come in.
@Suite struct CommandIDTests {
    private func order(
        _ command: Order, _ id: OrderID, on bench: inout Bench
    ) throws(Refusal) -> [Event] {
        try bench.take(.order(command, by: Bench.ana, reason: nil, id: id))
    }

    @Test func theIDIsRecordedWithWhatCameOfIt() throws {
        var bench = try Bench.baking()
        let events = try order(.halt, "a", on: &bench)
        #expect(events.first == .orderTaken(id: "a", events: 1))
        #expect(events.count == 2)
        #expect(bench.state.hasTaken("a"))
    }

    @Test func theSameOrderAgainChangesNothing() throws {
        var bench = try Bench.baking()
        _ = try order(.halt, "a", on: &bench)
        _ = try order(.resume, "b", on: &bench)
        #expect(try order(.halt, "a", on: &bench).isEmpty)
        #expect(bench.state.phase == .running)
    }

    @Test func aRefusedOrderIsDecidedAnew() throws {
        var bench = try Bench.baking()
        #expect(throws: Refusal.self) { try order(.resume, "a", on: &bench) }
        _ = try order(.halt, "b", on: &bench)
        #expect(!(try order(.resume, "a", on: &bench).isEmpty))
    }

    @Test func anOrderThatEndedTheRunIsAnsweredTheSame() throws {
        var bench = try Bench.built(gate: ApprovalRule())
        let events = try order(.reject, "a", on: &bench)
        #expect(events.last == .run(.finished(result: .rejected, finding: nil)))
        #expect(events.first == .orderTaken(id: "a", events: events.count - 1))
        #expect(try order(.reject, "a", on: &bench).isEmpty)
        #expect(throws: Refusal.self) { try order(.reject, "b", on: &bench) }
    }

    @Test func theOldestAreForgotten() throws {
        var bench = try Bench.baking()
        for number in 0...256 {
            _ = try order(number.isMultiple(of: 2) ? .halt : .resume, OrderID("\(number)"), on: &bench)
        }
        #expect(!bench.state.hasTaken("0"))
        #expect(bench.state.hasTaken("1"))
        #expect(bench.state.hasTaken("256"))
    }

    @Test func anOrderWithoutAnIDIsRecordedAsBefore() throws {
        var bench = try Bench.baking()
        #expect(try bench.order(.halt) == [.release(Bench.production, .halted(by: Bench.ana, reason: nil))])
    }
}
