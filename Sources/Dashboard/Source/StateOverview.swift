import Delivery
import Values

/// How things stand now in all environments and runs, whichever run is on the screen.
public struct StateOverview: Equatable, Sendable {
    public var ledger: Ledger
    public var services: [EnvironmentName: ServiceNote]
    /// The runs that have not ended, and the last few that have; the newest first.
    public var runs: [RunState]
    /// The versions whose archives are here.
    public var stored: Set<Digest>
    /// Whether somebody works in the state directory, and so carries out what has not ended.
    public var isCarriedOut: Bool
    /// Whether what happens can be recorded.
    public var isRecorded: Bool

    public init(
        ledger: Ledger, services: [EnvironmentName: ServiceNote] = [:], runs: [RunState] = [],
        stored: Set<Digest> = [], isCarriedOut: Bool = true, isRecorded: Bool = true
    ) {
        self.ledger = ledger
        self.services = services
        self.runs = runs
        self.stored = stored
        self.isCarriedOut = isCarriedOut
        self.isRecorded = isRecorded
    }
}

/// What is to be said of an environment, in the words of `slipway status`.
public struct ServiceNote: Equatable, Sendable {
    /// How many instances answer, now; `nil` where nobody can tell.
    public var answering: Int?
    /// Whether users get nothing.
    public var isDown: Bool
    /// What is wrong there; `nil` while all is well.
    public var trouble: String?
    /// What else is to be known of it.
    public var remarks: [String]

    public init(answering: Int?, isDown: Bool = false, trouble: String? = nil, remarks: [String] = []) {
        self.answering = answering
        self.isDown = isDown
        self.trouble = trouble
        self.remarks = remarks
    }
}

/// The answer to a page that asks how things stand.
public enum OverviewReply: Equatable, Sendable {
    case known(StateOverview)
    case failed(String)
}

/// How things stand, as a page has it at hand: asked for again and again while the page is seen.
struct OverviewWatch: Equatable, Sendable {
    private(set) var latest: StateOverview?
    /// Why it can't be told.
    private(set) var problem: String?
    private var isAsked = false
    private var nextLook = Timestamp(milliseconds: 0)

    private static let pause = Duration.seconds(1)

    mutating func ask(at now: Timestamp) -> PageEffect? {
        guard !isAsked, nextLook <= now else { return nil }
        isAsked = true
        nextLook = now + Self.pause
        return .ask(.overview)
    }

    mutating func take(_ answer: PageAnswer) {
        guard case .overview(let reply) = answer else { return }
        isAsked = false
        switch reply {
        case .known(let overview): (latest, problem) = (overview, nil)
        case .failed(let reason): problem = reason
        }
    }

    /// What stands in the place of what is not known yet.
    var placeholder: StyledText {
        problem.map { StyledText($0, .warning) } ?? StyledText("how things stand is being looked up", .dim)
    }
}
