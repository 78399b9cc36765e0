import Delivery
import Simulator
import Testing

/// Each invariant about several runs, or about runs opened again, notices a core that breaks it.
extension PlantedBugTests {
    @Test func twoReleasesAtATime() {
        #expect(isNoticedWhereRunsMeet("OneReleaseAtATime") { .forgetsWhoReleases })
    }

    @Test func aReleaseOutOfTurn() {
        #expect(isNoticedWhereRunsMeet("OneReleaseAtATime", within: 1000) { .forgetsWhoAwaits })
    }

    @Test func twoRunsInAStage() {
        #expect(isNoticedWhereRunsMeet("OneRunInAStage") { .forgetsWhoIsInAStage })
    }

    @Test func aQueueThatIsJumped() {
        #expect(isNoticedWhereRunsMeet("QueueKeepsItsOrder") { .forgetsWhatIsAhead })
    }

    @Test func aRunAtWorkThatIsSuperseded() {
        #expect(isNoticedWhereRunsMeet("OnlyWhatWaitsIsSuperseded") { .supersedesWhoIsAtWork })
    }

    @Test func anOldRunThatGoesFirst() {
        #expect(isNoticedWhereRunsMeet("OnlyWhatWaitsIsSuperseded") { .forgetsWhoWaits })
    }

    @Test func aReleaseDuringAFreeze() {
        #expect(isNoticedWhereRunsMeet("ShutGatesHold") { .forgetsFreezes })
    }

    @Test func aTransitionThatIsNotDisabled() {
        #expect(isNoticedWhereRunsMeet("ShutGatesHold") { .forgetsDisabledTransitions })
    }

    @Test func anOldVersionThatComesBack() {
        #expect(isNoticedWhereRunsMeet("NewerVersionsStay") { .forgetsHowNewVersionsAre })
    }

    @Test func aRunThatGivesWayToAnOlderVersion() {
        #expect(isNoticedWhereRunsMeet("NewerVersionsStay", within: 3000) { .forgetsWhoMadeAVersion })
    }

    @Test func runsThatWaitForever() {
        #expect(isNoticedWhereRunsMeet("EndsAtAll") { .wakesNobody })
    }

    @Test func aRunThatIsInTheWayAfterItsEnd() {
        #expect(isNoticedWhereRunsMeet("EndsAtAll") { .forgetsWhoHasEnded })
    }

    @Test func aCommandThatOutlivesItsRun() {
        #expect(isNoticed("CommandsEndWithTheirRun", seeds: 1...2000) { .abandonsCommands })
    }

    @Test func aRetryOfWhatSucceeded() {
        #expect(isNoticed("OnlyFailuresAreRepeated") { .repeatsTheWholeStage })
    }

    @Test func aRetryOfNothing() {
        #expect(isNoticed("OnlyFailuresAreRepeated") { .retriesNothing })
    }

    @Test func aStepThatTakesTooLong() {
        #expect(isNoticed("TermsAreKept", seeds: 1...2000) { .misreading { $0.timeout = nil } })
    }

    @Test func aRetryTooMany() {
        #expect(isNoticed("TermsAreKept", seeds: 1...2000) { .misreading { $0.retry?.times += 2 } })
    }

    @Test func aRetryWithoutAPause() {
        #expect(isNoticed("TermsAreKept", seeds: 1...2000) { .misreading { $0.retry?.backoff = .zero } })
    }

    @Test func aStepThatDoesNotCleanUp() {
        #expect(isNoticed("TermsAreKept", seeds: 1...2000) { .misreading { $0.condition = .success } })
    }

    @Test func aStandingOrderThatIsForgotten() {
        #expect(isNoticedWhereRunsMeet("OrdersAreTakenOnce", within: 300) { .forgetsStandingOrders })
    }

    @Test func aFreezeThatNobodyEnded() {
        #expect(isNoticedWhereRunsMeet("DecisionsAreOrdered", within: 300) { .opensGatesAtTakeUp })
    }

    @Test func aLedgerThatIsNotPure() {
        #expect(isNoticedWhereRunsMeet("ReplayIsExact") { .accountsFromMemory })
    }
}
