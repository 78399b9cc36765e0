import Simulator
import Testing

extension PlantedBugTests {
    @Test func growthWithoutStable() {
        #expect(isNoticed("NobodyGrowsWithoutStable", seeds: 1...2000) { .overlooksOutages })
    }

    @Test func aRollbackFromNobodyToNobody() {
        #expect(isNoticed("NobodyIsMovedToNobody", seeds: 1...2000) { .movesUsersToNobody })
    }

    @Test func aReturnToNobodyThatIsToldAsSuccess() {
        #expect(isNoticed("ReturnsAreTold", seeds: 1...2000) { .tellsOnlyGoodNews })
    }

    @Test func aSuccessThatNobodyServes() {
        #expect(isNoticed("SuccessIsServed", seeds: 1...2000) { .callsEverythingASuccess })
    }
}
