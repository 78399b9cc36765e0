import Delivery
import Testing
import Values

@Suite struct ReconcilerTests {
    private let start = Effect.release(Bench.production, .startInstance(.first))
    private let stop = Effect.release(Bench.production, .stopInstance(.first, within: .seconds(1)))
    private let other = Effect.release(Bench.production, .stopInstance(.second, within: .seconds(1)))
    private let closing = Effect.release(Bench.production, .closeRouter)
    private let lease = Effect.release(Bench.production, .holdLease)

    @Test func whatAppearsBeginsOnce() {
        var reconciler = Reconciler()
        #expect(reconciler.pursue([start, lease]).begun.map(\.effect) == [start, lease])
        #expect(reconciler.pursue([lease, start]) == Reconciler.Change())
    }

    @Test func whatDisappearsIsCancelled() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([start, lease]).begun
        #expect(reconciler.pursue([start]) == Reconciler.Change(cancelled: [begun[1]]))
    }

    @Test func whatHasEndedIsNeitherBegunAgainNorCancelled() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([start]).begun
        #expect(reconciler.end(begun[0]).isEmpty)
        #expect(reconciler.pursue([start]) == Reconciler.Change())
        #expect(reconciler.pursue([]) == Reconciler.Change())
        #expect(reconciler.pursue([start]).begun.map(\.number) == [2], "it is wanted anew")
    }

    @Test func anEndWaitsForTheBeginningThatItUndoes() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([start]).begun
        let change = reconciler.pursue([stop, other])
        #expect(change.cancelled == begun)
        #expect(change.begun.map(\.effect) == [other])
        #expect(reconciler.end(begun[0]).map(\.effect) == [stop])
        #expect(reconciler.pursue([stop, other]) == Reconciler.Change())
    }

    @Test func whatIsNoLongerWantedNeverBegins() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([start]).begun
        _ = reconciler.pursue([stop])
        #expect(reconciler.pursue([]) == Reconciler.Change())
        #expect(reconciler.end(begun[0]).isEmpty)
    }

    @Test func whatWaitsForSeveralBeginsAfterTheLast() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([start, lease]).begun
        #expect(reconciler.pursue([closing]).begun.isEmpty)
        #expect(reconciler.end(begun[0]).isEmpty)
        #expect(reconciler.end(begun[1]).map(\.effect) == [closing])
    }

    @Test func whatIsGivenUpIsWantedAgainAtTheNextLook() {
        var reconciler = Reconciler()
        let begun = reconciler.pursue([lease]).begun
        #expect(reconciler.cancel { $0 == lease } == begun)
        #expect(reconciler.pursue([lease]).begun.map(\.number) == [2])
    }

    /// What another environment does is nobody's hindrance.
    @Test func environmentsDoNotWaitForEachOther() {
        var reconciler = Reconciler()
        _ = reconciler.pursue([.release("staging", .prepare)])
        #expect(reconciler.pursue([closing]).begun.map(\.effect) == [closing])
    }
}
