import Delivery

/// Keeps the effects under way that the state wants: starts those that appear, cancels those that disappear.
actor EffectRunner {
    private let world: World
    private let inbox: Inbox
    private var underWay: [Effect: Task<Void, Never>] = [:]
    /// Cancelled, and not at their end yet, by a number of their own.
    private var leaving: [Int: (effect: Effect, task: Task<Void, Never>)] = [:]
    private var lastLeaving = 0

    init(world: World, inbox: Inbox) {
        self.world = world
        self.inbox = inbox
    }

    func pursue(_ wanted: [Effect], in run: RunState) {
        let wantedSet = Set(wanted)
        for (effect, task) in underWay where !wantedSet.contains(effect) {
            end(effect, task)
        }
        for effect in wanted where underWay[effect] == nil {
            let earlier = leaving.values.filter { effect.undoes($0.effect) }.map(\.task)
            underWay[effect] = Task { [world, inbox] in
                for task in earlier { await task.value }
                await world.perform(effect, in: run, report: inbox.post)
            }
        }
    }

    /// Renews no lease any more, until the next time that effects are pursued.
    func letGoOfLeases() {
        for (effect, task) in underWay {
            if case .holdLease = effect { end(effect, task) }
        }
    }

    private func end(_ effect: Effect, _ task: Task<Void, Never>) {
        task.cancel()
        underWay[effect] = nil
        lastLeaving += 1
        let number = lastLeaving
        leaving[number] = (effect, task)
        Task {
            await task.value
            leaving[number] = nil
        }
    }

    /// Waits until everything that was cancelled has really ended.
    func settle() async {
        for task in underWay.values { task.cancel() }
        for task in underWay.values { await task.value }
        underWay = [:]
        for (_, task) in leaving.values { await task.value }
        leaving = [:]
    }
}

extension Effect {
    /// Whether it must not begin before another one, which was cancelled, has come to its end: what is just being
    /// started can't be ended yet, and what opens the router would open it again.
    ///
    /// A rollback waits for nothing: what it overtakes looks itself whether it was cancelled before it tells the router.
    fileprivate func undoes(_ other: Effect) -> Bool {
        switch self {
        case .stopCommand(let step): other.isCommand(of: step)
        case .stopInstance(_, let id, _): other.isStart(of: id)
        case .closeRouter(let environment): other.environment == environment
        case .runCommand, .makeArtifact, .prepare, .askStable, .watchStable, .startInstance, .awaitReady,
            .watchInstance, .attachCandidate, .shiftTraffic, .returnTraffic, .holdLease, .sampleTraffic, .promoteRoute,
            .drain, .keepRouter, .confirmRouter:
            false
        }
    }

    private func isCommand(of step: StepID) -> Bool {
        if case .runCommand(step, _) = self { true } else { false }
    }

    private func isStart(of id: InstanceID) -> Bool {
        if case .startInstance(_, id) = self { true } else { false }
    }

    /// Where it happens; `nil` for what concerns a step's command or artifact.
    private var environment: EnvironmentName? {
        switch self {
        case .runCommand, .stopCommand, .makeArtifact: nil
        case .prepare(let name), .askStable(let name, _), .watchStable(let name, _, _), .startInstance(let name, _),
            .awaitReady(let name, _, _), .watchInstance(let name, _, _), .attachCandidate(let name),
            .shiftTraffic(let name, _), .returnTraffic(let name, _), .holdLease(let name), .sampleTraffic(let name),
            .promoteRoute(let name, _), .drain(let name, _), .stopInstance(let name, _, _), .closeRouter(let name),
            .keepRouter(let name, _), .confirmRouter(let name):
            name
        }
    }
}
