/// The last look at the new version while the old one is still there.
extension ReleaseState {
    /// Where none was well before, whoever decided to go on knew it.
    mutating func beginConfirmation(at time: Timestamp) {
        guard instances.contains(where: { $0.phase == .ready }) else { return }
        phase = .confirming
        demandProof(at: time)
    }

    /// Goes on when every instance was asked and at least one is well; one that is not is judged like any that fails.
    mutating func lookWhetherConfirmed() {
        guard phase == .confirming, !instances.contains(where: { $0.phase == .started }) else { return }
        if instances.contains(where: { $0.phase == .ready }) { phase = .stopping }
    }

    /// Earlier programs did not ask, and a person may go on without an answer.
    mutating func endConfirmation() {
        guard phase == .confirming else { return }
        for index in instances.indices where instances[index].phase == .started { instances[index].phase = .ready }
        phase = .stopping
    }
}
