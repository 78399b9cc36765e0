/// Approvals of what is not released any more: an approval is of one artifact.
extension RunState {
    /// Whether the approval that lets the stage's deployments begin was of another artifact than the run has now.
    ///
    /// Whoever approved last has passed every gate before it whose approval was stale then.
    func isApprovalStale(for stage: StageState) -> Bool {
        stages(upTo: stage).last { $0.approval?.answeredBy != nil }.map(hasStaleApproval) ?? false
    }

    /// The gates that somebody has to pass who approves the stage: its own, and those that let something else through;
    /// where it has none of its own, all before it. Or else the earlier gate that it is asked under.
    public func gates(toPassFor stage: StageState) -> [ApprovalRule] {
        if stage.phase == .waiting, stage.approval?.under != nil { return [formerGate].compactMap { $0 } }
        return stages(upTo: stage)
            .filter { stage.stage.gate == nil || $0.name == stage.name || hasStaleApproval($0) }
            .compactMap(\.stage.gate)
    }

    private func hasStaleApproval(_ stage: StageState) -> Bool {
        guard let approved = stage.approval?.digest else { return false }
        return approved != artifact?.digest
    }

    private func stages(upTo stage: StageState) -> [StageState] {
        guard let end = stages.firstIndex(where: { $0.name == stage.name }) else { return [] }
        return Array(stages[...end])
    }
}
