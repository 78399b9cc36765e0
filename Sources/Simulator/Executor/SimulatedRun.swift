import Delivery

/// What the executor's process holds of one run, beside its state.
struct SimulatedRun {
    /// How far it has come, as its state says at greater cost.
    enum Progress {
        case toStart, underWay, ended

        init(_ state: RunState) {
            self = state.pipeline == nil ? .toStart : state.result == nil ? .underWay : .ended
        }
    }

    let number: RunNumber
    var progress = Progress.toStart
    /// Whether somebody takes inputs for it: from its start, its being taken up or opened again, until its end.
    var isCarriedOut = false
    /// Which attempts are under way; the executor's own rules say so.
    var reconciler: Reconciler
    /// What the state wanted at the last look.
    var wanted: [Effect] = []
    /// Whether nothing has changed since that look.
    var isSettled = false
    /// Answers to earlier attempts died with whoever waited for them.
    var firstAttemptOfLife = 1

    init(number: RunNumber, core: Core) {
        self.number = number
        reconciler = Reconciler(undoes: core.undoes)
    }
}
