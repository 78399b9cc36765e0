import Delivery
import Synchronization
import Testing
import Values

@testable import Executor

/// The time by which a run is decided.
@Suite struct RunClockTests {
    /// A wall clock that can be set, and a steady one.
    private final class Times: Sendable {
        private let state = Mutex((wall: Timestamp(milliseconds: 1_780_000_000_000), steady: Duration.seconds(77)))

        var clock: RunClock {
            RunClock(wall: { self.state.withLock { $0.wall } }, steady: { self.state.withLock { $0.steady } })
        }
        var wall: Timestamp { state.withLock { $0.wall } }

        func pass(_ time: Duration, wall other: Duration? = nil) {
            state.withLock {
                $0.wall = $0.wall + (other ?? time)
                $0.steady += time
            }
        }
    }

    @Test func timePassesAsOnTheWall() {
        let times = Times()
        var clock = times.clock
        times.pass(.seconds(5))
        #expect(clock.now == times.wall)
        #expect(clock.look() == nil)
    }

    @Test(arguments: [Duration.seconds(3600), .seconds(30), .seconds(-20), .seconds(-3600)])
    func aClockThatWasSetIsFollowedOnlyAfterALook(jump: Duration) {
        let times = Times()
        var clock = times.clock
        let before = times.wall
        times.pass(.seconds(1), wall: .seconds(1) + jump)
        #expect(clock.now == before + .seconds(1))
        #expect(clock.look() == jump)
        #expect(clock.now == times.wall)
        #expect(clock.look() == nil)
    }

    /// As time servers do, half a millisecond a second: in an hour it is more than a jump has to be.
    @Test func slowCorrectionsAreFollowed() {
        let times = Times()
        var clock = times.clock
        for _ in 1...3600 {
            times.pass(.seconds(1), wall: .microseconds(1_000_500))
            #expect(clock.look() == nil)
        }
        #expect(clock.now == times.wall)
    }
}
