import Values

extension RunState {
    /// What the world has to do while the run is in this state.
    ///
    /// A function of the state alone, so that an executor that starts again on a journal finds what it left.
    public var effects: [Effect] {
        guard result == nil else { return [] }
        return stepEffects
            + activeReleases.flatMap { release in release.effects.map { .release(release.environment, $0) } }
    }

    private var stepEffects: [Effect] {
        stages.flatMap { stage in
            stage.steps.enumerated().compactMap { index, state in
                guard state.phase == .running else { return nil }
                let id = StepID(stage: stage.name, index: index)
                let kind = state.step.kind
                let isToStop = kind.isCommand && state.isToStop(isCancelled: cancelled)
                return (isToStop ? .stopCommand : kind.effect).map { .step(id, $0) }
            }
        }
    }

    /// When time alone may change something next; `nil` when only an input can.
    ///
    /// A deadline that has passed without effect (a bake that still lacks requests) is not named again.
    ///
    /// - Parameter decision: the time of the last decision, not the time now: a deadline between the two is still due.
    ///   What fell due while nobody looked is decided when the run is taken up.
    public func nextDeadline(after decision: Timestamp) -> Timestamp? {
        guard result == nil else { return nil }
        let deadlines =
            [waitingStage?.approval?.expires] + activeReleases.flatMap(\.deadlines) + stages.flatMap(\.deadlines)
        return deadlines.compactMap { $0 }.filter { $0 > decision }.min()
    }
}
