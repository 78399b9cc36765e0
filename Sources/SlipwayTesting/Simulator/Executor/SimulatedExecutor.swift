import Delivery

/// The shell around the core, in virtual time: it records, folds, and keeps the wanted effects under way.
///
/// What it promises is what the real one has to: the events of one decision are recorded together or not at all, and
/// before any of their effects begins. Samples alone are recorded a little later, and may be lost.
struct SimulatedExecutor {
    let core: Core
    private let number = RunNumber(2)
    /// What earlier runs left.
    private let ledgerBefore: Ledger
    private(set) var state: RunState
    private(set) var ledger: Ledger
    private(set) var records: [EventRecord] = []
    /// How many of the records would survive a crash.
    private var durable = 0
    private(set) var isUp = true
    /// Wanted effects, each with the number of the attempt that is under way or was answered.
    private(set) var running: [Effect: Int] = [:]
    /// What the state wanted at the last look.
    private(set) var wanted: [Effect] = []
    private var attempts = 0
    /// Answers to earlier attempts died with the process that waited for them.
    private(set) var firstAttemptOfLife = 1

    init(core: Core, ledger: Ledger) {
        self.core = core
        ledgerBefore = ledger
        self.ledger = ledger
        state = RunState(number: number)
    }

    func decide(_ input: Input, at now: Timestamp) throws(Refusal) -> [Event] {
        try core.decide(state, input, ledger, now)
    }

    /// Records what was decided.
    mutating func record(_ events: [Event], at now: Timestamp) {
        for event in events {
            let sequence = Int64(records.count + 1)
            records.append(EventRecord(sequence: sequence, time: now, run: number, event: event))
            core.apply(&state, event, now)
            ledger.apply(event, run: number, at: now)
        }
        if events.contains(where: { !$0.isSample }) || records.count - durable > 10 { durable = records.count }
    }

    /// What would be wanted if another executor took the run up at once.
    func effectsIfTakenUp(by actor: Actor, at now: Timestamp) -> [Effect] {
        var next = state
        let events = (try? core.decide(state, .takenUp(by: actor), ledger, now)) ?? []
        for event in events { core.apply(&next, event, now) }
        return core.effects(next)
    }

    /// Effects that appeared, to begin, and attempts whose effect disappeared, to cancel.
    mutating func reconcile() -> (begun: [(effect: Effect, attempt: Int)], cancelled: [Int]) {
        wanted = core.effects(state)
        let cancelled = running.filter { !wanted.contains($0.key) }
        for effect in cancelled.keys { running[effect] = nil }
        var begun: [(effect: Effect, attempt: Int)] = []
        for effect in wanted where running[effect] == nil {
            attempts += 1
            running[effect] = attempts
            begun.append((effect, attempts))
        }
        return (begun, cancelled.values.sorted())
    }

    mutating func crash(losingSamples: Bool) {
        isUp = false
        running = [:]
        firstAttemptOfLife = attempts + 1
        if losingSamples { records.removeLast(records.count - durable) }
    }

    /// Finds the run again in its records.
    mutating func restart() {
        (state, ledger) = refold()
        isUp = true
    }

    /// What somebody else would make of the records.
    func refold() -> (RunState, Ledger) {
        var state = RunState(number: number)
        var ledger = ledgerBefore
        for record in records {
            core.apply(&state, record.event, record.time)
            ledger.apply(record.event, run: record.run, at: record.time)
        }
        return (state, ledger)
    }
}

extension Event {
    var isSample: Bool {
        if case .trafficSampled = self { return true }
        return false
    }
}
