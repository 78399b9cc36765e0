import Judge
import Simulator
import Testing

/// Each invariant notices a core that breaks it.
@Suite struct PlantedBugTests {
    func isNoticed(_ invariant: String, seeds: ClosedRange<UInt64> = 1...300, in core: () -> Core) -> Bool {
        seeds.lazy.map { Scenario(seed: $0) }.contains { isNoticed(invariant, in: $0, core()) }
    }

    /// In one of the first scenarios in which runs meet.
    func isNoticedWhereRunsMeet(_ invariant: String, within count: Int = 100, in core: () -> Core) -> Bool {
        let scenarios = sequence(first: UInt64(1)) { $0 + 1 }.lazy.map { Scenario(seed: $0) }.filter(\.hasSeveralRuns)
        return scenarios.prefix(count).contains { isNoticed(invariant, in: $0, core()) }
    }

    private func isNoticed(_ invariant: String, in scenario: Scenario, _ core: Core) -> Bool {
        Rollout.run(scenario, core: core).violations.contains { $0.invariant == invariant }
    }

    @Test func aShareThatIsTooWide() {
        #expect(isNoticed("ExposureIsAllowed") { .widensTheShare })
    }

    @Test func exposureBeforeReadiness() {
        #expect(isNoticed("CandidateIsReadyBeforeExposure") { .exposesWhatIsNotReady })
    }

    @Test func aStepThatIsPassedWithoutRequests() {
        #expect(isNoticed("PassesOnEvidence") { .goingOn(despite: .noData) })
    }

    @Test func aSuspectThatGoesOn() {
        #expect(isNoticed("PassesOnEvidence", seeds: 1...2000) { .goingOn(despite: .inconclusive) })
    }

    @Test func aHaltThatIsDropped() {
        #expect(isNoticed("HaltNeverWidens") { .dropsTheHalt })
    }

    @Test func aHaltThatDoesNotHold() {
        #expect(isNoticed("HaltNeverWidens") { .keepsShiftingWhenHalted })
    }

    @Test func stableStoppedFirst() {
        #expect(isNoticed("ServingSlotStaysUp") { .stopsStableFirst })
    }

    @Test func stableDrainedFirst() {
        #expect(isNoticed("ServingSlotStaysUp") { .drainsStableFirst })
    }

    @Test func aDrainBeforeTheTrafficIsGone() {
        #expect(isNoticed("RollbackOnlyWithdraws", seeds: 1...900) { .drainsBeforeWithdrawing })
    }

    @Test func aWaitWithoutEnd() {
        #expect(isNoticed("EndsAtAll") { .waitsForReadinessForever })
    }

    @Test func releasesThatAreMixedUp() {
        #expect(isNoticed("EndsAtAll") { .mixesReleasesUp })
    }

    @Test func safetyThatNobodyConfirmed() {
        #expect(isNoticed("SilenceIsNoSafety", seeds: 1...2000) { .believesInEverySwitch })
    }

    @Test func anInstanceThatIsStoppedBeforeItHasStarted() {
        #expect(isNoticed("NothingIsLeftRunning", seeds: 1...2000) { .waitsForNothing })
    }

    @Test func aRollbackThatWidens() {
        #expect(isNoticed("RollbackOnlyWithdraws") { .reopensDuringRollback })
    }

    @Test func aGateThatIsSkipped() {
        #expect(isNoticed("GateIsPassed") { .skipsTheGate })
    }

    @Test func anApprovalByTheAuthor() {
        #expect(isNoticed("GateIsPassed") { .letsAnybodyApprove })
    }

    @Test func anUnhealthyCandidateThatStays() {
        #expect(isNoticed("UnhealthyIsTakenBack", seeds: 1...1000) { .forgetsToRollBack })
    }

    @Test func aRunThatNeverEnds() {
        #expect(isNoticed("EndsAtAll", seeds: 1...2) { .neverEnds })
    }

    @Test func aRunThatEndsTwice() {
        #expect(isNoticed("EndsOnce", seeds: 1...2) { .endsTwice })
    }

    @Test func effectsAfterTheEnd() {
        #expect(isNoticed("NothingIsWantedAfterTheEnd") { .goesOnAfterTheEnd })
    }

    @Test func instancesLeftRunning() {
        #expect(isNoticed("NothingIsLeftRunning") { .leavesInstancesRunning })
    }

    @Test func theWrongVersionInTheLedger() {
        #expect(isNoticed("PreviousIsRestored") { .recordsTheWrongVersion })
    }

    @Test func aRouterThatDoesNotAgreeWithTheLedger() {
        #expect(isNoticed("LedgerTellsTheTruth") { .promotesInTheBooksOnly })
    }

    @Test func aGoodCandidateThatIsCondemned() {
        #expect(isNoticed("OutcomeIsDeserved") { .condemnsEverybody })
    }

    @Test func aShareOpenedBeforeTheCandidateWasCheckedAgain() {
        #expect(isNoticed("NothingOpensUnproven") { .opensUnproven })
    }

    @Test func aSecondTakeUpThatDoesMore() {
        #expect(isNoticed("TakeUpIsIdempotent", seeds: 1...2000) { .trustsTheSecondTakeUp })
    }

    @Test func aCommandThatIsWantedAfterItsEnd() {
        #expect(isNoticed("CommandsRunOnce") { .repeatsSteps })
    }

    @Test func aCommandThatIsStartedAgain() {
        let isNoticed = (1...300 as ClosedRange<UInt64>).contains { seed in
            var scenario = Scenario(seed: seed)
            scenario.faults.forgetsCommands = true
            return Rollout.run(scenario).violations.contains { $0.invariant == "CommandsRunOnce" }
        }
        #expect(isNoticed)
    }

    @Test func anOrderThatIsForgotten() {
        #expect(isNoticed("OrdersAreTakenOnce") { .forgetsOrders })
    }

    @Test func aHaltThatEndsWithItsExecutor() {
        #expect(isNoticed("DecisionsAreOrdered", seeds: 1...2000) { .resumesAtTakeUp })
    }

    @Test func aFoldThatIsNotPure() {
        #expect(isNoticed("ReplayIsExact") { .foldsFromMemory })
    }
}
