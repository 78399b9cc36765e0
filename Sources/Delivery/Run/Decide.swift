import Values

extension RunState {
    /// What follows from an input: the events to record, in order. Every rule of a run starts here.
    ///
    /// - Throws: `Refusal` when a person asks for something that can't be done now; the state stays as it is.
    public func decide(_ input: Input, ledger: Ledger, at now: Timestamp) throws(Refusal) -> [Event] {
        var draft = Draft(run: self, ledger: ledger, now: now)
        guard case .order(_, _, _, let id?, _, _, _) = input else {
            try draft.take(input)
            draft.proceed()
            return draft.events
        }
        if hasTaken(id) { return [] }
        try draft.take(input)
        draft.proceed()
        return [.orderTaken(id: id, events: draft.events.count)] + draft.events
    }
}

/// A decision in the making: each event is folded at once, so that the next rule sees its effect.
struct Draft {
    private(set) var run: RunState
    let ledger: Ledger
    let now: Timestamp
    private(set) var events: [Event] = []

    init(run: RunState, ledger: Ledger, now: Timestamp) {
        self.run = run
        self.ledger = ledger
        self.now = now
    }

    mutating func emit(_ event: Event) {
        run.apply(event, at: now)
        events.append(event)
    }

    mutating func take(_ input: Input) throws(Refusal) {
        switch input {
        case .start(let pipeline, let change, let actor, let workspace):
            guard run.pipeline == nil else { throw Refusal("run \(run.number) has already started") }
            emit(.run(.started(pipeline: pipeline, change: change, by: actor, workspace: workspace)))
        case .order(let order, let actor, let reason, _, let anyway, let seen, let environment):
            try take(order, in: environment, by: actor, reason: reason, anyway: anyway, seen: seen)
        case .takenUp(let actor): takeUp(by: actor)
        case .clockJumped(let jump): moveClock(by: jump)
        case .stoodStill(let pause): noticeStandstill(of: pause)
        case .tick:
            expireApproval()
        case .step(let step, let input, let attempt):
            if attempt == nil || attempt == run.stepState(step)?.attempt { take(input, of: step) }
        case .release(let environment, let input): take(input, in: environment)
        }
    }

    /// Goes on with whatever nothing holds back any more.
    mutating func proceed() {
        proceedReleases()
        proceedStages()
    }
}
