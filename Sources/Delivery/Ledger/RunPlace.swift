import Values

/// Where an unfinished run is in its pipeline, as far as it matters to the other runs.
public struct RunPlace: Equatable, Sendable, Codable {
    /// The pipeline's name.
    public let pipeline: String
    public private(set) var queue: QueuePolicy
    /// The stages that it has not finished, in order; it is in the first, or on its way there.
    public private(set) var ahead: [StageName]
    /// The stage that it has entered and not finished: it is at work there, or waits for its approval.
    public private(set) var inside: StageName?
    /// Whether it has come to its stage, and waits: for a person, or for other runs.
    public private(set) var isWaiting = false
    /// Whether it is at work in that stage.
    public private(set) var isAtWork = false
    /// What it is for.
    public private(set) var errand = RunErrand.change
    /// The environments that its steps wait for, while other runs have them.
    private var awaited: [Wait] = []

    /// `step` is `nil` in what earlier programs recorded, which waited with one step at a time.
    private struct Wait: Equatable, Sendable, Codable {
        let step: StepID?
        let environment: EnvironmentName

        private enum CodingKeys: String, CodingKey { case step, environment }
    }

    /// Whether it waits for an environment that another run has.
    public func awaits(_ environment: EnvironmentName) -> Bool { awaited.contains { $0.environment == environment } }

    /// - Parameter isAtWork: whether it is in the first of these stages already.
    public init(
        pipeline: String, queue: QueuePolicy, ahead: [StageName], isAtWork: Bool = false, errand: RunErrand = .change
    ) {
        self.pipeline = pipeline
        self.queue = queue
        self.ahead = ahead
        inside = isAtWork ? ahead.first : nil
        self.isAtWork = isAtWork
        self.errand = errand
    }

    /// The stage that it is in, or on its way to; `nil` once all are finished.
    public var stage: StageName? { ahead.first }

    /// Whether it is in a stage, or waits there.
    func isAt(_ stage: StageName) -> Bool { self.stage == stage && (isAtWork || isWaiting) }

    mutating func apply(_ event: RunEvent) {
        switch event {
        case .blocked(let stage, let cause):
            isWaiting = stage == self.stage && !isAtWork
            wait(nil, because: cause)
        case .unblocked: wait(nil, because: nil)
        case .sourceTaken(let pipeline, _): (queue, ahead) = (pipeline.queue, pipeline.stages.map(\.name))
        case .started, .rulesChanged, .cancelRequested, .superseded, .reopened, .takenUp, .clockJumped, .finished: break
        }
    }

    mutating func apply(_ event: StepEvent, of step: StepID) {
        switch event {
        case .blocked(let cause): wait(step, because: cause)
        case .unblocked, .started: wait(step, because: nil)
        case .artifactMade, .timedOut, .finished, .retried, .skipped: break
        }
    }

    private mutating func wait(_ step: StepID?, because cause: HoldCause?) {
        awaited.removeAll { $0.step == step }
        guard case .environmentLocked(let environment, _)? = cause else { return }
        awaited.append(Wait(step: step, environment: environment))
    }

    mutating func apply(_ event: StageEvent, of stage: StageName) {
        switch event {
        case .started:
            inside = stage
            move(isAtWork: true)
        case .approved: move(isAtWork: true)
        case .approvalRequested: move(isAtWork: false)
        case .finished:
            ahead.removeAll { $0 == stage }
            inside = nil
            isAtWork = false
            isWaiting = false
        case .rejected, .approvalExpired, .timedOut: break
        }
    }

    private mutating func move(isAtWork: Bool) {
        self.isAtWork = isAtWork
        isWaiting = !isAtWork
    }
}

/// Written by hand, as it stands in events: earlier programs waited for one environment at a time.
extension RunPlace {
    private enum Name: String, CodingKey {
        case pipeline, queue, ahead, inside, isWaiting, isAtWork, errand, awaited, awaits
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        self.init(
            pipeline: try members.decode(String.self, forKey: .pipeline),
            queue: try members.decode(QueuePolicy.self, forKey: .queue),
            ahead: try members.decode([StageName].self, forKey: .ahead))
        inside = try members.decodeIfPresent(StageName.self, forKey: .inside)
        isWaiting = try members.decode(Bool.self, forKey: .isWaiting)
        isAtWork = try members.decode(Bool.self, forKey: .isAtWork)
        errand = try members.decodeIfPresent(RunErrand.self, forKey: .errand) ?? .change
        let earlier = try members.decodeIfPresent(EnvironmentName.self, forKey: .awaits)
        awaited =
            try members.decodeIfPresent([Wait].self, forKey: .awaited)
            ?? earlier.map { [Wait(step: nil, environment: $0)] } ?? []
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(pipeline, forKey: .pipeline)
        try members.encode(queue, forKey: .queue)
        try members.encode(ahead, forKey: .ahead)
        try members.encodeIfPresent(inside, forKey: .inside)
        try members.encode(isWaiting, forKey: .isWaiting)
        try members.encode(isAtWork, forKey: .isAtWork)
        if errand != .change { try members.encode(errand, forKey: .errand) }
        if !awaited.isEmpty { try members.encode(awaited, forKey: .awaited) }
    }
}
