import Delivery

/// Keeps the effects under way that the state wants: starts those that appear, cancels those that disappear.
actor EffectRunner {
    private let world: World
    private let inbox: Inbox
    private var underWay: [Effect: Task<Void, Never>] = [:]
    /// Cancelled, and perhaps not at their end yet.
    private var leaving: [(effect: Effect, task: Task<Void, Never>)] = []

    init(world: World, inbox: Inbox) {
        self.world = world
        self.inbox = inbox
    }

    func pursue(_ wanted: [Effect], in run: RunState) {
        let wantedSet = Set(wanted)
        for (effect, task) in underWay where !wantedSet.contains(effect) {
            task.cancel()
            underWay[effect] = nil
            leaving.append((effect, task))
        }
        for effect in wanted where underWay[effect] == nil {
            let earlier = leaving.filter { effect.undoes($0.effect) }.map(\.task)
            underWay[effect] = Task { [world, inbox] in
                for task in earlier { await task.value }
                await world.perform(effect, in: run, report: inbox.post)
            }
        }
    }

    /// Waits until everything that was cancelled has really ended.
    func settle() async {
        for task in underWay.values { task.cancel() }
        for task in underWay.values { await task.value }
        underWay = [:]
        for (_, task) in leaving { await task.value }
        leaving = []
    }
}

extension Effect {
    /// Whether it must not begin before another one, which was cancelled, has come to its end: a command that is just
    /// being started can't be ended yet.
    fileprivate func undoes(_ other: Effect) -> Bool {
        guard case .stopCommand(let step) = self, case .runCommand(step, _) = other else { return false }
        return true
    }
}
