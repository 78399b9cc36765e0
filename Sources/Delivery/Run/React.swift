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
                return state.step.effect(for: StepID(stage: stage.name, index: index))
            }
        }
    }

    /// When time alone will change something next; `nil` when only an input can.
    public var nextDeadline: Timestamp? {
        [waitingStage?.approval?.expires, activeRelease?.nextDeadline].compactMap { $0 }.min()
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
