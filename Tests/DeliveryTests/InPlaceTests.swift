import Delivery
import Testing
import Values

/// New instances take the places of old ones: batch by batch, and back again.
struct InPlaceTests {
    private typealias Step = String

    @Test func sharesBecomeInstancesOfTheRelease() throws {
        let bench = try Bench.inPlace(steps: [.five, .half, Share(percent: 60)], instances: 4)
        #expect(
            bench.release?.ladder.rungs.map(\.exposure) == [
                .instances(1, of: 4), .instances(2, of: 4), .instances(3, of: 4),
            ])
        #expect(bench.release?.platform.deadManSwitch == nil)
    }

    @Test func aPlaceIsEmptiedBeforeItIsFilled() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 2)
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.phase == .baking }
        #expect(
            steps == [
                "prepare", "route old-2", "drain old-1", "stop old-1", "place new-1", "start new-1", "await new-1",
                "route old-2 new-1",
            ])
        #expect(bench.release?.split == .half)
    }

    @Test func theRestFollowsInBatchesOfTheLargestRung() throws {
        var bench = try Bench.inPlace(steps: [Share(percent: 25)], instances: 4)
        try bench.carryOut { $0.phase == .baking }
        try bench.serve(200, of: Share(percent: 25), after: .seconds(11))
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.isFinished }
        #expect(
            steps.filter { $0.hasPrefix("route") } == [
                "route old-3 old-4 new-1", "route old-3 old-4 new-1 new-2", "route old-4 new-1 new-2",
                "route old-4 new-1 new-2 new-3", "route new-1 new-2 new-3", "route new-1 new-2 new-3 new-4",
            ])
        #expect(bench.release?.result == .succeeded)
        #expect(bench.stable?.artifact == .new && bench.stable?.instances.count == 4)
    }

    @Test func aHaltEmptiesNoOtherPlaceAndFillsWhatIsEmpty() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 4)
        try bench.carryOut { $0.routed.count == 2 }
        try bench.order(.halt)
        try bench.carryOut { $0.standsHalted }
        #expect(bench.release?.routed.count == 4)
        #expect(bench.release?.split == .half)
        try bench.serve(500, of: .half, after: .seconds(11))
        #expect(bench.release?.split == .half)
    }

    @Test func aHaltLeavesThePlacesAloneThatWereNotEmptied() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 4)
        try bench.carryOut { $0.phase == .replacing }
        try bench.order(.halt)
        // The router may have heard of places that were to be emptied: it is told again.
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.standsHalted }
        #expect(steps == ["route old-1 old-2 old-3 old-4"])
        try bench.order(.resume)
        try bench.carryOut { $0.phase == .baking }
        #expect(bench.release?.split == .half)
    }

    @Test func aRollbackTakesUsersBackFirst() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 2)
        try bench.carryOut { $0.phase == .baking }
        try bench.order(.rollBack)
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.isFinished }
        #expect(
            steps == [
                "route old-2", "drain new-1", "stop new-1", "place back-1", "start back-1", "await back-1",
                "route old-2 back-1",
            ])
        #expect(bench.release?.result == .rolledBack)
        #expect(bench.stable?.artifact == Deployment.old(instances: 2).artifact)
        #expect(bench.stable?.instances.map(\.id.attempt) == [1, 1])
        #expect(bench.stable?.instances.map(\.id.run) == [RunNumber(1), RunNumber(2)])
    }

    /// Nobody of stable is left: the place that is empty is put back before anybody who serves is touched.
    @Test func whereNobodyIsLeftTheEmptyPlaceComesBackFirst() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 2)
        try bench.carryOut { $0.phase == .baking }
        try bench.order(.promote)
        try bench.carryOut { $0.routed.map(\.slot) == [.green] }
        try bench.order(.rollBack)
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.isFinished }
        #expect(
            steps.filter { $0.hasPrefix("route") } == [
                "route new-1", "route back-2 new-1", "route back-2", "route back-1 back-2",
            ])
        #expect(bench.release?.result == .rolledBack)
    }

    /// With one place nobody serves while it is turned: that is not called safe.
    @Test func usersAreSafeWhenSomebodyServesThemAgain() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 1)
        try bench.carryOut { $0.instances.first?.phase == .started }
        try bench.order(.rollBack)
        try bench.carryOut { $0.restored.first?.phase == .starting }
        #expect(bench.release?.rollback?.safeAfter == nil)
        try bench.carryOut { $0.isFinished }
        #expect(bench.release?.rollback?.safeAfter != nil && bench.release?.result == .rolledBack)
    }

    @Test func theWayToEverybodyCanBeHalted() throws {
        var bench = try Bench.inPlace(steps: [Share(percent: 25)], instances: 4)
        try bench.carryOut { $0.phase == .baking }
        try bench.order(.promote)
        try bench.carryOut { $0.routed.count == 3 }
        try bench.order(.halt)
        try bench.carryOut { $0.standsHalted }
        #expect(bench.release?.routed.count == 4 && bench.release?.split == .half)
        try bench.order(.resume)
        try bench.carryOut { $0.isFinished }
        #expect(bench.release?.result == .succeeded)
    }

    @Test func aGradualStrategyThatHasNoRungLeftGoesOneByOne() throws {
        let bench = try Bench.inPlace(steps: [Share(percent: 99)], instances: 3)
        #expect(bench.release?.ladder == Ladder(rungs: [], batch: 1))
    }

    @Test func whereNoPlaceIsSharedNothingIsInTheWay() throws {
        let bench = try Bench.inPlace(steps: [.half], instances: 2, host: .ssh(#require(SSHAddress("deploy@web-1"))))
        #expect(bench.release?.plan.replacement == nil)
        #expect(bench.release?.ladder.rungs.map(\.exposure) == [.share(.half)])
    }

    @Test func afterACrashTheRouterIsAskedAgainAndUsersAreSeenAgain() throws {
        var bench = try Bench.inPlace(steps: [.half], instances: 2)
        try bench.carryOut { $0.phase == .baking }
        try bench.take(.takenUp(by: Bench.ana))
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.phase == .baking }
        #expect(steps == ["route old-2 new-1", "await new-1"])
        #expect(bench.release?.bakedRequests == 0)
    }

    /// With nobody to protect all places are offered at once. When there is somebody after all, those that were not begun
    /// are not.
    @Test func stableThatAnswersAgainKeepsItsPlaces() throws {
        let gone = InstanceAnswer.ended(status: "signal 9", lastOutput: "")
        var bench = try Bench.inPlace(steps: [Share(percent: 30)], instances: 3, stable: gone)
        try bench.take(.release(Bench.production, .prepared()))
        #expect(bench.routes == ["route"], "nobody answers")
        bench.stableAnswer = .good
        try bench.take(.takenUp(by: Bench.ana))
        #expect(bench.routes == ["route old-1 old-2 old-3"])
        var steps: [Step] = []
        try bench.carryOut(noting: &steps) { $0.isFinished }
        let fewest = steps.filter { $0.hasPrefix("route") }.map { $0.split(separator: " ").count - 1 }.min()
        #expect(fewest == 2, "one by one")
    }

    /// An instance that takes nobody's place would show the new version to more users.
    @Test func aHaltLetsNobodyJoinWhoTakesNoPlace() throws {
        var bench = try Bench.inPlace(steps: [], instances: 2, before: 1)
        try bench.carryOut { $0.instances.last?.phase == .started }
        let served = bench.release?.replacedPlaces
        try bench.order(.halt)
        try bench.carryOut { $0.standsHalted }
        #expect(bench.release?.replacedPlaces == served)
        try bench.order(.resume)
        try bench.carryOut { $0.isFinished }
        #expect(bench.stable?.instances.count == 2)
    }

    @Test func aFirstReleaseHasNoPlacesToTake() throws {
        let bench = try Bench.inPlace(steps: [.half], instances: 2, isFirst: true)
        #expect(bench.release?.plan.replacement == nil)
        #expect(bench.state.effects.contains(.release(Bench.production, .prepare)))
    }

    @Test func aRouterThatLeavesNobodyOutIsRefused() {
        var environment = Environment.sample()
        environment.service.replacement = .inPlace
        let faults = Bench.pipeline(environment).faults
        #expect(faults.contains { "\($0)".contains("replaced in place") })
    }
}

extension Bench {
    fileprivate static func inPlace(
        steps: [Share], instances: Int, before: Int? = nil, isFirst: Bool = false, host: HostAddress = .local,
        stable: InstanceAnswer = .good
    ) throws -> Bench {
        var environment = Environment.sample()
        environment.hosts = [host]
        environment.service.instances = instances
        environment.service.replacement = .inPlace
        environment.platform = PlatformTraits(deadManSwitch: .haproxy, routesInstances: true)
        environment.strategy = .canary(
            CanaryStrategy(steps: steps, bake: Bake(duration: .seconds(10), requests: 100, limit: .seconds(60))))
        var bench = try started(environment, previous: isFirst ? nil : .old(instances: before ?? instances))
        bench.stableAnswer = stable
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(artifactStep, .artifactMade(.new)))
        return bench
    }

    /// What the router is to be told.
    fileprivate var routes: [String] { state.effects.compactMap(\.note).filter { $0.hasPrefix("route") } }

    fileprivate var stable: Deployment? { ledger.stable(in: Self.production) }

    fileprivate mutating func carryOut(until isThere: (ReleaseState) -> Bool) throws {
        var steps: [String] = []
        try carryOut(noting: &steps, until: isThere)
    }

    /// Carries out what the release wants, one effect after the other.
    fileprivate mutating func carryOut(noting steps: inout [String], until isThere: (ReleaseState) -> Bool) throws {
        for _ in 0..<200 {
            guard let release, !isThere(release) else { return }
            guard let effect = state.effects.first(where: { $0.success != nil }), let input = effect.success else {
                try take(.tick)
                continue
            }
            if let note = effect.note { steps.append(note) }
            try take(input)
        }
        Issue.record("it stays \(phase?.rawValue ?? "nowhere")")
    }
}

extension Deployment {
    fileprivate static func old(instances: Int) -> Deployment {
        Deployment(
            artifact: Deployment.old.artifact, slot: .blue, run: RunNumber(1),
            instances: (0..<instances).map {
                PlacedInstance(
                    id: InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: $0),
                    endpoint: Endpoint(address: "127.0.0.1", port: 9000 + $0))
            })
    }
}

extension Effect {
    /// What it does, in a word or two.
    fileprivate var note: String? {
        guard case .release(_, let effect) = self else { return nil }
        return switch effect {
        case .prepare: "prepare"
        case .routeRequests(let list): (["route"] + list.map(\.id.note)).joined(separator: " ")
        case .drainInstance(let id, _, _): "drain \(id.note)"
        case .stopInstance(let id, _): "stop \(id.note)"
        case .putInPlace(let id): "place \(id.note)"
        case .startInstance(let id): "start \(id.note)"
        case .awaitReady(let id, _): "await \(id.note)"
        case .askStable, .watchStable, .watchInstance, .attachCandidate, .shiftTraffic, .returnTraffic, .holdLease,
            .sampleTraffic, .keepRouter, .confirmRouter, .promoteRoute, .drain, .closeRouter:
            nil
        }
    }
}

extension InstanceID {
    /// Which version it is of, and where.
    fileprivate var note: String {
        "\(slot == .green ? "new" : run == RunNumber(1) ? "old" : "back")-\(index + 1)"
    }
}
