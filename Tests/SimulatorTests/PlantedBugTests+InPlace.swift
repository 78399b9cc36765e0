import Simulator
import Testing

/// Each invariant about instances that are replaced in place notices a core that breaks it.
extension PlantedBugTests {
    @Test func twoVersionsInOnePlace() {
        #expect(isNoticed("OnePlaceOneInstance") { .startsBesideTheOld })
    }

    @Test func everyPlaceEmptiedAtOnce() {
        #expect(isNoticed("FewPlacesAreEmpty") { .emptiesEveryPlace })
    }

    @Test func aRollbackThatLeavesUsersWithNobody() {
        #expect(isNoticed("FewPlacesAreEmpty", seeds: 1...2000) { .emptiesTheRouterToGoBack })
    }

    @Test func anInstanceStoppedUnderItsRequests() {
        #expect(isNoticed("ServingSlotStaysUp") { .stopsUnderRequests })
    }
}
