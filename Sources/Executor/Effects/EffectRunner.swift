import Delivery
import Values

/// Has the effects under way that the state wants: one task an attempt, as the reconciler says.
actor EffectRunner {
    private let world: World
    private let inbox: Inbox
    private var reconciler = Reconciler()
    /// The run as it was when effects were last pursued: what waited begins by it.
    private var run: RunState?
    private var tasks: [Reconciler.Attempt: Task<Void, Never>] = [:]

    init(world: World, inbox: Inbox) {
        self.world = world
        self.inbox = inbox
    }

    func pursue(_ wanted: [Effect], in run: RunState) {
        self.run = run
        let change = reconciler.pursue(wanted)
        for attempt in change.cancelled { tasks[attempt]?.cancel() }
        for attempt in change.begun { begin(attempt) }
    }

    /// Renews no lease any more, until the next time that effects are pursued.
    func letGoOfLeases() {
        for attempt in reconciler.cancel(where: \.holdsLease) { tasks[attempt]?.cancel() }
    }

    private func begin(_ attempt: Reconciler.Attempt) {
        guard let run else { return }
        tasks[attempt] = Task { [world, inbox] in
            await world.perform(attempt.effect, in: run, report: inbox.post)
            end(attempt)
        }
    }

    private func end(_ attempt: Reconciler.Attempt) {
        tasks[attempt] = nil
        for next in reconciler.end(attempt) { begin(next) }
    }

    /// Cancels everything, and waits until it has really ended.
    func settle() async {
        _ = reconciler.cancel { _ in true }
        for task in tasks.values { task.cancel() }
        while let task = tasks.values.first { await task.value }
    }
}

extension Effect {
    fileprivate var holdsLease: Bool {
        if case .release(_, .holdLease) = self { true } else { false }
    }
}
