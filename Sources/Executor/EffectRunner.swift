import Delivery

/// Keeps the effects under way that the state wants: starts those that appear, cancels those that disappear.
actor EffectRunner {
    private let world: World
    private let inbox: Inbox
    private var underWay: [Effect: Task<Void, Never>] = [:]
    private var endings: [Task<Void, Never>] = []

    init(world: World, inbox: Inbox) {
        self.world = world
        self.inbox = inbox
    }

    func pursue(_ wanted: [Effect], in run: RunState) {
        let wantedSet = Set(wanted)
        for (effect, task) in underWay where !wantedSet.contains(effect) {
            task.cancel()
            underWay[effect] = nil
            end(effect, in: run, after: task)
        }
        for effect in wanted where underWay[effect] == nil {
            underWay[effect] = Task { [world, inbox] in
                await world.perform(effect, in: run, report: inbox.post)
            }
        }
    }

    /// Waits until everything that was cancelled has really ended.
    func settle() async {
        for task in underWay.values { task.cancel() }
        for task in underWay.values { await task.value }
        underWay = [:]
        for ending in endings { await ending.value }
        endings = []
    }

    /// An effect that outlives its task, as a command in its own session does, has to be ended on purpose.
    private func end(_ effect: Effect, in run: RunState, after task: Task<Void, Never>) {
        endings.append(
            Task { [world] in
                await task.value
                await world.end(effect, in: run)
            })
    }
}
