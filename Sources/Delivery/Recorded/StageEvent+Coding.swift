import Values

extension StageEvent {
    var recordedName: String {
        switch self {
        case .started: "stageStarted"
        case .approvalRequested: "approvalRequested"
        case .approved: "approved"
        case .rejected: "rejected"
        case .approvalExpired: "approvalExpired"
        case .timedOut: "stageTimedOut"
        case .finished: "stageFinished"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .approvalRequested(let expires, let wayBack, let former):
            try values.write(expires, "expires")
            try values.write(wayBack, "wayBack")
            try values.write(former, "under")
        case .approved(let actor, let reason, let commit, let digest):
            try values.write(actor, "by")
            try values.write(reason, "reason")
            try values.write(commit, "commit")
            try values.write(digest, "digest")
        case .rejected(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .timedOut(let limit):
            try values.write(limit, "after")
        case .finished(let result):
            try values.write(result, "result")
        case .started, .approvalExpired: break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "stageStarted": self = .started
        case "approvalRequested":
            self = .approvalRequested(
                expires: try values.readIfPresent("expires"), wayBack: try values.readIfPresent("wayBack"),
                under: try values.readIfPresent("under"))
        case "approved":
            self = .approved(
                by: try values.read("by"), reason: try values.readIfPresent("reason"),
                commit: try values.readIfPresent("commit"),
                digest: try values.readIfPresent("digest"))
        case "rejected": self = .rejected(by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "approvalExpired": self = .approvalExpired
        case "stageTimedOut": self = .timedOut(after: try values.read("after"))
        case "stageFinished": self = .finished(result: try values.read("result"))
        default: return nil
        }
    }
}
