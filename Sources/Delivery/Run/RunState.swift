import Values

/// One run, as the fold of its events. The executor decides from it and the dashboard shows it.
public struct RunState: Equatable, Sendable, Codable {
    public let number: RunNumber
    public internal(set) var pipeline: Pipeline?
    public internal(set) var change: Change?
    public internal(set) var startedBy: Actor?
    public internal(set) var workspace: String?
    public internal(set) var startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?
    public internal(set) var stages: [StageState] = []
    public internal(set) var artifact: Artifact?
    /// The last into each environment, in the order in which they began.
    public internal(set) var releases: [ReleaseState] = []
    public internal(set) var result: RunResult?
    /// What brought the run down, if something was judged bad.
    public internal(set) var finding: Finding?
    public internal(set) var cancelled: Bool = false
    /// What keeps it from entering a stage; `nil` while nothing does.
    var stageHold: Hold?
    /// The newer run that took its place.
    public internal(set) var supersededBy: RunNumber?
    /// How its rules differ from those of what was in service when it came to deploy; `nil` while they don't.
    public internal(set) var ruleChange: RuleChange?
    /// What the gates say that somebody has passed, for the artifact that there is.
    var passedGates: [ApprovalRule] = []
    /// The environments that it was said of that its version could be released there; in an order, for snapshots are of the same bytes.
    var readied: [EnvironmentName] = []
    var takenOrders = TakenOrders()

    public init(number: RunNumber) {
        self.number = number
    }

    public var phase: Phase {
        if result != nil { return .finished }
        guard pipeline != nil else { return .queued }
        if waitingStage != nil { return .waiting }
        if let hold { return hold.cause.isGate ? .waiting : .queued }
        // While one of several goes on, the run does.
        let releases = activeReleases
        return !releases.isEmpty && releases.allSatisfy(\.isHalted) ? .halted : .running
    }

    /// What keeps it from going on as a whole; `nil` while nothing does, or some of its steps are under way.
    public var hold: Hold? { isAtWork ? nil : holds.first }

    private var isAtWork: Bool { stages.contains { $0.steps.contains { $0.phase == .running } } }

    /// The stage that waits for an approval.
    public var waitingStage: StageState? {
        stages.first { $0.phase == .waiting }
    }

    /// The state of one step; `nil` for a step that the pipeline does not have.
    public func stepState(_ id: StepID) -> StepState? {
        guard let stage = stages.first(where: { $0.name == id.stage }), stage.steps.indices.contains(id.index)
        else { return nil }
        return stage.steps[id.index]
    }

    /// Whether the order with this id was carried out, so that asking again changes nothing.
    public func hasTaken(_ id: OrderID) -> Bool { takenOrders.contains(id) }
}

/// One stage of a run.
public struct StageState: Equatable, Sendable, Codable {
    public let stage: Stage
    public internal(set) var phase: Phase = .queued
    public internal(set) var result: RunResult?
    public internal(set) var startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?
    public internal(set) var approval: Approval?
    public internal(set) var steps: [StepState]
    /// When its steps have taken as long as they may.
    var deadline: Timestamp?
    /// How long its steps had taken when that was too long.
    public internal(set) var overdueAfter: Duration?

    public var name: StageName { stage.name }

    init(stage: Stage) {
        self.stage = stage
        steps = stage.steps.map(StepState.init)
    }
}

/// The answer to a gate's question, or the wait for one.
public struct Approval: Equatable, Sendable, Codable {
    public internal(set) var requestedAt: Timestamp
    public internal(set) var expires: Timestamp?
    /// That an environment went back to an earlier version, where that is why somebody is asked.
    public internal(set) var wayBack: WayBack?
    public internal(set) var answeredBy: Actor?
    public internal(set) var reason: String?
    /// What was approved; `nil` while nothing was, and in records from before it was kept.
    public internal(set) var commit: String?
    /// Of the artifact that was approved; `nil` also where none was made by then.
    public internal(set) var digest: Digest?
    /// The run of the earlier file whose gate is asked; `nil` for the stage's own.
    public internal(set) var under: RunNumber?
}

/// One step of a stage.
public struct StepState: Equatable, Sendable, Codable {
    public let step: Step
    public internal(set) var phase: Phase = .queued
    public internal(set) var result: RunResult?
    public internal(set) var report: StepReport?
    /// The end of what its command printed, when it failed.
    public internal(set) var output: OutputEnd?
    public internal(set) var startedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?
    /// Counts from 1; a retry is the next one.
    public internal(set) var attempt = 1
    /// How often it was done again by itself, since a person last had a hand in it.
    var automaticRetries: Int?
    /// Until when it pauses before it is done again.
    public internal(set) var notBefore: Timestamp?
    /// When it has taken as long as it may.
    var deadline: Timestamp?
    /// That it took too long, while it is being ended for that.
    public internal(set) var overdue: StepReport?
    /// What keeps it from being started; `nil` while nothing does.
    public internal(set) var hold: Hold?
    /// Who decided that its failure does not matter.
    public internal(set) var skippedBy: Actor?

    /// Whether it ended in a way that the stage can't go on after.
    var isObstacle: Bool {
        guard let result, skippedBy == nil else { return false }
        switch result {
        case .succeeded: return false
        case .failed, .errored: return !step.terms.continuesOnError
        case .rejected, .rolledBack, .superseded, .cancelled: return true
        }
    }

    init(step: Step) {
        self.step = step
    }
}
