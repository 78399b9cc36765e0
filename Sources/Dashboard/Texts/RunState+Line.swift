import Delivery
import Values
import Wording

extension RunState {
    /// The run in one line, as `slipway status` shows it: what it is, how it stands, and the order to give if it waits
    /// for one.
    ///
    /// - Parameters:
    ///   - isCarriedOut: whether an executor works in the state directory.
    ///   - isRecorded: whether what happens can be recorded; a share ends with its lease where it can't.
    public func line(isCarriedOut: Bool, isRecorded: Bool, at now: Timestamp) -> String {
        let subject = [pipeline?.name, change.map { "“\($0.title)”" }].compactMap { $0 }.joined(separator: " ")
        return "\(number) \(subject.isEmpty ? "(not started)" : subject): \(standing(isCarriedOut, isRecorded, now))"
    }

    /// The same without what it is.
    func standing(_ isCarriedOut: Bool, _ isRecorded: Bool, _ now: Timestamp) -> String {
        if let result {
            let cause = stopCause.map { ": \($0.prefix { !$0.isNewline }.prefix(Self.longestCause))" } ?? ""
            return result.word + (artifact.map { ", \($0.version)" } ?? "") + cause
        }
        guard isCarriedOut else { return "interrupted\(stageInWords); nobody carries it out: slipway run --continue" }
        let since = startedAt.map { " for \((now - $0).brief)" } ?? ""
        if let stage = waitingStage {
            let what = changeInBrief.map { " of \($0)" } ?? ""
            let former = stage.approval?.under.map { " under the gate of run \($0)" } ?? ""
            return "needs approval for \(stage.name)\(former)\(what): slipway approve \(number.value)"
        }
        let place = isRecorded ? place : stageInWords
        if let hold { return "waits for \((now - hold.since).brief): \(hold.cause)" }
        return (phase == .halted ? "halted" : "running\(since)") + place + ordersOfHalted
    }

    /// The whole of it is on the run's page, and in its output.
    private static let longestCause = 300

    /// What the step said that ended the run, and which that was; `nil` where none did.
    public var stopCause: String? {
        switch result {
        case .failed?, .errored?: break
        case .succeeded?, .rolledBack?, .rejected?, .superseded?, .cancelled?, nil: return nil
        }
        guard let stage = stages.first(where: { $0.result == result }),
            let index = stage.steps.firstIndex(where: { $0.result == result }), let report = stage.steps[index].report
        else { return nil }
        return "step \(StepID(stage: stage.name, index: index)): \(report)"
    }

    /// What each halted release waits for.
    private var ordersOfHalted: String {
        activeReleases.filter(\.isHalted).map { release in
            let name = namesEnvironments ? "; \(release.environment)" : ""
            let orders = release.waysOnInWords(of: self, at: "\(number.value)").map { ": \($0)" } ?? ""
            return name + release.troubleInBrief + orders
        }.joined()
    }

    /// Where it is, and what share of the users has the candidate.
    private var place: String {
        let releases = activeReleases
        guard releases.count > 1 else {
            return stageInWords + (releases.first.flatMap { $0.split > .none ? " at \($0.split)" : nil } ?? "")
        }
        let parts = releases.map { "\($0.environment) at \($0.split)\($0.isHalted ? ", halted" : "")" }
        return "\(stageInWords) (\(parts.joined(separator: "; ")))"
    }

    /// Where it is. What share the candidate has, nobody knows whose executor is gone or can't record anything: the lease ends it.
    private var stageInWords: String {
        stages.first { $0.phase == .running || $0.phase == .waiting }.map { " in \($0.name)" } ?? ""
    }
}
