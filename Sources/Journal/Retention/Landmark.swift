/// Events that outlast their run: the ledger and the list of unfinished runs are made of them, so that neither changes
/// whatever else is removed.
enum Landmark {
    static let types = [
        "runStarted", "sourceTaken", "versionReady", "databaseMigrated", "releaseStarted", "promoted", "oldKept",
        "releaseFinished",
        "runFinished", "runReopened",
    ]
}
