/// What was in service when a run began may have been taken back since: then the run brings more than was recorded.
extension Draft {
    /// Authors were collected since what was in service when the run began; `not: author` can't be told of more.
    func refuseUnknownAuthors() throws(Refusal) {
        guard let stage = run.waitingStage, run.gates(toPassFor: stage).contains(where: \.notAuthor) else { return }
        for (environment, authorship) in (run.change?.authorship ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let since = authorship.sinceRun else { continue }
            // What was built before may be older than it, whatever the number of the run that released it.
            if let stable = ledger.stable(in: environment), stable.run == since || stable.origin > since { continue }
            throw Refusal(
                "\(environment) went back to an older version after this run began, so it brings more than the commits "
                    + "whose authors are known; start a new run")
        }
    }
}
