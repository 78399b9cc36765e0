import Control
import Delivery
import Journal
import Testing
import Values

/// Who follows a run that has ended and was opened again is told all of it, up to its last end.
@Suite(.timeLimit(.minutes(1))) struct ReopenedRunTests {
    private static let run = RunNumber(1)
    private static let reopened = Event.run(
        .reopened(
            place: RunPlace(pipeline: "shop", queue: .parallel, ahead: ["build"]), by: Actor(name: "ana"), reason: nil))

    private static func end(_ result: RunResult) -> Event { .run(.finished(result: result, finding: nil)) }

    @Test func itsPastIsToldFromAnywhereToTheLastEnd() async throws {
        let station = try await Station.open()
        let records = try await station.happen([
            stage(0), Self.end(.failed), Self.reopened, stage(1), Self.end(.errored), Self.reopened, stage(2),
            Self.end(.succeeded),
        ])
        try await station.happen([stage(3)], run: 2)
        let client = try await station.client()
        for after in 0...records.count {
            for follow in [true, false] {
                let told = try await client.events(after: Int64(after), run: Self.run, follow: follow).all()
                #expect(told == Array(records.dropFirst(after)))
            }
        }
        try await station.close()
    }

    /// Also for those who begin right behind an earlier end.
    @Test(arguments: 0...4) func itIsFollowedWhileItGoesOn(after: Int) async throws {
        let station = try await Station.open()
        var records = try await station.happen([stage(0), Self.end(.failed), Self.reopened, stage(1)])
        let events = try await station.client().events(after: Int64(after), run: Self.run)
        records += try await station.happen([stage(2), Self.end(.succeeded)])
        #expect(try await events.all() == Array(records.dropFirst(after)))
        try await station.close()
    }

    @Test func endAndReopeningThatAreToldTogetherAreNoEnd() async throws {
        let station = try await Station.open()
        let first = try await station.happen([stage(0)])
        var iterator = try await station.client().events(run: Self.run).makeAsyncIterator()
        #expect(try await iterator.next() == first[0])
        for course in [[Self.end(.failed), Self.reopened, stage(1)], [stage(2), Self.end(.succeeded)]] {
            for record in try await station.happen(course) { #expect(try await iterator.next() == record) }
        }
        #expect(try await iterator.next() == nil)
        try await station.close()
    }
}
