import Delivery
import Values

/// What is promised of what is in service, held against the world after everything that happens.
struct UpkeepWatch {
    private(set) var violations: [String] = []
    /// When instances were started again, and since when that counts.
    private var starts: [InstanceID: [Duration]] = [:]
    private var inARow: [InstanceID: Int] = [:]
    /// Since when something runs that nobody wants.
    private var strayedSince: Duration?
    private var isTakenDown = false

    /// Whoever ends what is not wanted has so long.
    private static let patience = Duration.seconds(5)

    private mutating func fail(_ what: String, after elapsed: Duration) {
        if violations.count < 3 { violations.append("after \(elapsed.milliseconds) ms: \(what)") }
    }

    mutating func take(_ event: Event, _ ledger: Ledger, at time: Timestamp, after elapsed: Duration) {
        if case .standing(.environmentTakenDown) = event { isTakenDown = true }
        if case .standing(.environmentBroughtUp) = event {
            isTakenDown = false
            (starts, inARow) = ([:], [:])
        }
        if case .release(_, .promoted) = event { isTakenDown = false }
        if case .service(_, let event) = event { take(event, ledger, at: time, after: elapsed) }
    }

    private mutating func take(
        _ event: ServiceEvent, _ ledger: Ledger, at time: Timestamp, after elapsed: Duration
    ) {
        switch event {
        case .instanceRestarting(let id, _):
            if isTakenDown { fail("\(id) is started again, and was taken down", after: elapsed) }
            if ledger.environments[UpkeepRollout.environment]?.wantedDeployment(with: id) == nil {
                fail("\(id) is started again, and is not in service", after: elapsed)
            }
            starts[id, default: []].append(elapsed)
            inARow[id, default: 0] += 1
            let recent = starts[id, default: []].filter { $0 > elapsed - .seconds(30) }
            if recent.count > 12 { fail("\(id) was started \(recent.count) times within 30 s", after: elapsed) }
        case .instanceGivenUp(let id, _):
            if inARow[id, default: 0] < RestartPolicy.limit {
                fail("\(id) is given up after \(inARow[id, default: 0]) starts", after: elapsed)
            }
        case .oldEnding:
            if isTakenDown { break }
            if let kept = ledger.environments[UpkeepRollout.environment]?.kept, time < kept.until {
                fail("what is kept ready is ended too early", after: elapsed)
            }
        case .instanceDown, .instanceUp, .instanceRestarted, .restartFailed, .routerDown, .routerUp, .serviceStopped,
            .oldEnded:
            break
        }
    }

    /// - Parameter isUp: whether anybody is there who could do something about it.
    mutating func look(at world: UpkeepWorld, _ ledger: Ledger, isUp: Bool, after elapsed: Duration) {
        if world.hadTwo { fail("two processes of one instance ran", after: elapsed) }
        guard isUp, let record = ledger.environments[UpkeepRollout.environment], record.releasing == nil else {
            return strayedSince = nil
        }
        // What is being ended has as long as what was never wanted.
        let deployments = record.takenDown == nil ? [record.stable, record.stillKept].compactMap { $0 } : []
        let wanted = Set(deployments.flatMap(\.instances).map(\.id))
        let isStray =
            world.processes.contains { !wanted.contains($0.instance) }
            || record.takenDown != nil && world.routerSlot != nil
        guard isStray else { return strayedSince = nil }
        let since = strayedSince ?? elapsed
        strayedSince = since
        if elapsed - since > Self.patience { fail("something runs that nobody wants", after: elapsed) }
    }

    /// After the quiet all that is wanted runs, and the ledger says so.
    mutating func end(_ world: UpkeepWorld, _ ledger: Ledger, at time: Timestamp, after elapsed: Duration) {
        guard let record = ledger.environments[UpkeepRollout.environment], let stable = record.stable else {
            return fail("nothing is in service", after: elapsed)
        }
        if record.takenDown != nil { fail("it is down still", after: elapsed) }
        // Where the clock was set back, for as long more.
        if let kept = record.kept, time > kept.until + Self.patience {
            fail("what was kept ready is kept still", after: elapsed)
        }
        for instance in stable.instances where !world.isRunning(instance.id) {
            fail("\(instance.id) does not run", after: elapsed)
        }
        if world.routerSlot != stable.slot {
            fail("the router sends users to \(world.routerSlot.map { "\($0)" } ?? "nobody")", after: elapsed)
        }
        if !record.down.isEmpty {
            fail("the ledger has \(record.down.map(\.instance)) down, and they answer", after: elapsed)
        }
        if record.routerTrouble != nil { fail("the ledger has the router down", after: elapsed) }
    }
}

extension EnvironmentRecord {
    /// What is kept ready and is not being ended.
    fileprivate var stillKept: Deployment? { kept?.isEnding == false ? kept?.deployment : nil }
}
