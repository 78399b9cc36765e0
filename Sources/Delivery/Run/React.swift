extension RunState {
    /// What the world has to do while the run is in this state.
    ///
    /// A function of the state alone, so that an executor that starts again on a journal finds what it left.
    public var effects: [Effect] {
        guard result == nil else { return [] }
        return stepEffects + (activeRelease?.effects ?? [])
    }

    private var stepEffects: [Effect] {
        stages.flatMap { stage in
            stage.steps.enumerated().compactMap { index, state in
                guard state.phase == .running else { return nil }
                let id = StepID(stage: stage.name, index: index)
                return cancelled && state.step.isCommand ? .stopCommand(id) : state.step.effect(for: id)
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
        let deadlines = [waitingStage?.approval?.expires] + (activeRelease?.deadlines ?? [])
        return deadlines.compactMap { $0 }.filter { $0 > decision }.min()
    }
}

extension Step {
    fileprivate func effect(for id: StepID) -> Effect? {
        switch self {
        case .run(let command, _): .runCommand(id, command: command)
        case .artifact(let path, let versionFrom): .makeArtifact(id, path: path, versionFrom: versionFrom)
        case .deploy: nil
        }
    }
}
