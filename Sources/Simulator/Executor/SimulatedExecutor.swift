import Delivery
import Values

/// The shell around the core, in virtual time, for all runs of one state directory: it records, folds, and keeps the
/// wanted effects under way.
///
/// What it promises is what the real one has to: one decision at a time over one ledger; the events of a decision are
/// recorded together or not at all, and before any of their effects begins. Samples alone are recorded a little later,
/// and may be lost.
struct SimulatedExecutor {
    let core: Core
    /// What earlier runs left.
    private let ledgerBefore: Ledger
    /// By number, without gaps, as are the states.
    private(set) var runs: [SimulatedRun]
    private(set) var states: [RunState]
    private let firstNumber: Int
    private(set) var ledger: Ledger
    private(set) var records: [EventRecord] = []
    /// How many of the records would survive a crash.
    private var durable = 0
    private(set) var isUp = true
    /// Which process it is: one more after each crash.
    private(set) var life = 1

    init(core: Core, ledger: Ledger, runs: [RunNumber]) {
        self.core = core
        ledgerBefore = ledger
        self.ledger = ledger
        firstNumber = runs.first?.value ?? 1
        self.runs = runs.map { SimulatedRun(number: $0, core: core) }
        states = runs.map { RunState(number: $0) }
    }

    private func index(of number: RunNumber) -> Int? {
        let index = number.value - firstNumber
        return index >= 0 && index < runs.count ? index : nil
    }

    subscript(number: RunNumber) -> SimulatedRun? {
        guard let index = index(of: number) else { return nil }
        return runs[index]
    }

    /// A state is costly to copy.
    func state(of number: RunNumber) -> RunState? {
        guard let index = index(of: number) else { return nil }
        return states[index]
    }

    /// Whether this attempt is the one that is under way or was answered.
    func isRunning(_ attempt: Reconciler.Attempt, of number: RunNumber) -> Bool {
        index(of: number).map { runs[$0].reconciler.attempt(at: attempt.effect) == attempt } ?? false
    }

    /// Whether the process is there, and takes inputs for a run that is under way.
    func attends(to number: RunNumber) -> Bool {
        guard isUp, let index = index(of: number) else { return false }
        return runs[index].isCarriedOut && runs[index].progress == .underWay
    }

    var haveAllEnded: Bool { runs.allSatisfy { $0.progress == .ended } }

    func decide(_ input: Input, for number: RunNumber, at now: Timestamp) throws(Refusal) -> [Event] {
        guard let index = index(of: number) else { throw Refusal("there is no run \(number)") }
        return try core.decide(states[index], input, ledger, now)
    }

    /// Records what was decided; `number` is `nil` for what is of no run.
    mutating func record(_ events: [Event], of number: RunNumber?, at now: Timestamp) {
        let index = number.flatMap(index)
        for event in events {
            let sequence = Int64(records.count + 1)
            records.append(EventRecord(sequence: sequence, time: now, run: number, event: event))
            if let index { core.apply(&states[index], event, now) }
            core.applyToLedger(&ledger, event, number, now)
        }
        if let index, !events.isEmpty { note(index) }
        if events.contains(where: { !$0.isSample }) || records.count - durable > 10 { durable = records.count }
    }

    private mutating func note(_ index: Int) {
        runs[index].isSettled = false
        runs[index].progress = SimulatedRun.Progress(states[index])
    }

    /// What would be wanted if another executor took the run up at once.
    func effectsIfTakenUp(_ number: RunNumber, by actor: Actor, at now: Timestamp) -> [Effect] {
        guard var next = state(of: number) else { return [] }
        let events = (try? core.decide(next, .takenUp(by: actor), ledger, now)) ?? []
        for event in events { core.apply(&next, event, now) }
        return core.effects(next)
    }

    /// From now on inputs of the run are taken. Nothing that an earlier life of it began is heard of any more.
    mutating func join(_ number: RunNumber) {
        guard let index = index(of: number) else { return }
        runs[index].isCarriedOut = true
        runs[index].isSettled = false
        forget(index)
    }

    private mutating func forget(_ index: Int) {
        let last = runs[index].reconciler.lastNumber
        runs[index].reconciler = Reconciler(after: last, undoes: core.undoes)
        runs[index].firstAttemptOfLife = last + 1
    }

    /// What is to be cancelled and to begin now.
    mutating func reconcile(_ number: RunNumber) -> Reconciler.Change {
        guard let index = index(of: number) else { return Reconciler.Change() }
        let wanted = core.effects(states[index])
        runs[index].wanted = wanted
        runs[index].isSettled = true
        if runs[index].progress == .ended { runs[index].isCarriedOut = false }
        return runs[index].reconciler.pursue(wanted)
    }

    /// A cancelled attempt has come to its end.
    ///
    /// - Returns: what waited for that, and begins now.
    mutating func end(_ attempt: Reconciler.Attempt, of number: RunNumber) -> [Reconciler.Attempt] {
        guard let index = index(of: number) else { return [] }
        return runs[index].reconciler.end(attempt)
    }

    /// The process dies, and takes every run with it.
    mutating func crash(losingSamples: Bool) {
        isUp = false
        life += 1
        for index in runs.indices {
            runs[index].isCarriedOut = false
            runs[index].wanted = []
            forget(index)
        }
        if losingSamples { records.removeLast(records.count - durable) }
    }

    /// Finds every run again in the records.
    mutating func restart() {
        (states, ledger) = refold()
        for index in runs.indices { note(index) }
        isUp = true
    }

    /// What somebody else would make of the records.
    func refold() -> (states: [RunState], ledger: Ledger) {
        var states = runs.map { RunState(number: $0.number) }
        var ledger = ledgerBefore
        for record in records {
            if let index = record.run.flatMap(index) { core.apply(&states[index], record.event, record.time) }
            core.applyToLedger(&ledger, record.event, record.run, record.time)
        }
        return (states, ledger)
    }
}

extension Event {
    var isSample: Bool {
        if case .release(_, .trafficSampled) = self { return true }
        return false
    }
}
