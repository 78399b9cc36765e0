import Values

/// The last look at the new version while the old one is still there.
extension ReleaseState {
    mutating func beginConfirmation(at time: Timestamp) {
        phase = .confirming
        demandProof(at: time)
    }

    /// Goes on when every instance was asked and at least one is well; one that is not is judged like any that fails,
    /// and where that has halted the release a person decides.
    mutating func lookWhetherConfirmed() {
        guard phase == .confirming, !isHalted, !isBeingAskedAgain else { return }
        if instances.contains(where: { $0.phase == .ready }) { phase = .stopping }
    }

    private var isBeingAskedAgain: Bool { instances.contains { $0.phase == .started } }

    /// Whether nobody is left to ask, and nobody has decided: they failed while the old version was being drained.
    var isConfirmedByNobody: Bool { phase == .confirming && !isHalted && !isBeingAskedAgain }

    /// Earlier programs did not ask, and a person may go on without an answer.
    mutating func endConfirmation() {
        guard phase == .confirming else { return }
        for index in instances.indices where instances[index].phase == .started { instances[index].phase = .ready }
        phase = .stopping
    }
}
