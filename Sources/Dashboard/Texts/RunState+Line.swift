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
        if let result { return result.word + (artifact.map { ", \($0.version)" } ?? "") }
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
