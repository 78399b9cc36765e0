/// Where an unfinished run is in its pipeline, as far as it matters to the other runs.
public struct RunPlace: Equatable, Sendable, Codable {
    /// The pipeline's name.
    public let pipeline: String
    public let queue: QueuePolicy
    /// The stages that it has not finished, in order; it is in the first, or on its way there.
    public private(set) var ahead: [StageName]
    /// The stage that it has entered and not finished: it is at work there, or waits for its approval.
    public private(set) var inside: StageName?
    /// Whether it has come to its stage, and waits: for a person, or for other runs.
    public private(set) var isWaiting = false
    /// Whether it is at work in that stage.
    public private(set) var isAtWork = false
    /// The environment that it waits for, while another run has it.
    public private(set) var awaits: EnvironmentName?

    /// - Parameter isAtWork: whether it is in the first of these stages already.
    public init(pipeline: String, queue: QueuePolicy, ahead: [StageName], isAtWork: Bool = false) {
        self.pipeline = pipeline
        self.queue = queue
        self.ahead = ahead
        inside = isAtWork ? ahead.first : nil
        self.isAtWork = isAtWork
    }

    /// The stage that it is in, or on its way to; `nil` once all are finished.
    public var stage: StageName? { ahead.first }

    /// Whether it is in a stage, or waits there.
    func isAt(_ stage: StageName) -> Bool { self.stage == stage && (isAtWork || isWaiting) }

    mutating func apply(_ event: Event) {
        switch event {
        case .held(let stage, let cause):
            isWaiting = stage == self.stage && !isAtWork
            if case .environmentLocked(let environment, _) = cause { awaits = environment } else { awaits = nil }
        case .holdEnded: awaits = nil
        case .stageStarted(let stage):
            inside = stage
            move(isAtWork: true)
        case .approved: move(isAtWork: true)
        case .approvalRequested: move(isAtWork: false)
        case .stageFinished(let stage, _):
            ahead.removeAll { $0 == stage }
            inside = nil
            isAtWork = false
            isWaiting = false
        default: break
        }
    }

    private mutating func move(isAtWork: Bool) {
        self.isAtWork = isAtWork
        isWaiting = !isAtWork
    }
}
