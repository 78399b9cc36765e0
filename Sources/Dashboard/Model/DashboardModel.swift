import Delivery

/// What the dashboard shows: the fold of a journal's events for one run, by the very `apply` that the executor decides
/// from. Pure; nothing here asks for the time.
public struct DashboardModel: Equatable, Sendable {
    /// The run on the screen.
    public private(set) var run: RunState
    /// What outlives runs: the version that each environment's users have.
    public private(set) var ledger: Ledger
    /// The latest news, oldest first; at most `newsLimit`.
    public private(set) var news: [NewsItem] = []
    /// What the last instance that failed printed last.
    public private(set) var lastOutput: InstanceOutput?
    /// How long the router took for the last shift of traffic: the best guess for the next one.
    public private(set) var lastShift: Duration?
    /// How far the journal's events were taken.
    private var position: FollowedPosition
    /// Whether somebody carries the run out: where nobody does, the screen says how things were.
    public var contact = RunContact.kept
    /// When the last event of the run was recorded, of those that were taken here.
    public private(set) var lastEventAt: Timestamp?
    /// Whether the run ended before it was looked at: the screen then speaks of the past, and its clock stands still.
    public var isPast = false
    /// What keeps everything from going on; `nil` while nothing does.
    public var trouble: String?

    /// Whether nothing of what users are sent to answers, as far as is known.
    public var isServiceDown: Bool {
        guard let release = run.activeRelease else { return outlook?.record?.downSince != nil }
        guard release.needsStable, !release.isPromoted else { return false }
        // Until it was asked, what was seen before the release is all that is known.
        return release.isStableUnknown
            ? ledger.environments[release.environment]?.downSince != nil : release.isStableDown
    }

    /// How many sentences are kept.
    public static let newsLimit = 500

    /// Before the first event of a run; `ledger` is the fold of everything before it.
    public init(run: RunNumber, ledger: Ledger = Ledger()) {
        self.init(run: RunState(number: run), ledger: ledger)
    }

    /// In the middle of a run: both states are the fold of the journal up to and with the event `sequence`.
    public init(run: RunState, ledger: Ledger, through sequence: Int64 = 0) {
        self.run = run
        self.ledger = ledger
        position = FollowedPosition(after: sequence)
    }

    /// Takes one event into account. An event that was taken before changes nothing, so that a reader may begin again.
    public mutating func take(_ record: EventRecord) {
        guard position.takes(record) else { return }
        ledger.apply(record.event, run: record.run, at: record.time)
        guard record.run == run.number else { return }
        lastEventAt = record.time
        run.apply(record.event, at: record.time)
        remember(record)
    }

    private mutating func remember(_ record: EventRecord) {
        switch record.event {
        case .trafficShifted(_, _, let took): lastShift = took
        case .instanceFailed(_, let instance, let failure):
            lastOutput = failure.lastOutput.map { InstanceOutput(instance: instance, text: $0) } ?? lastOutput
        default: break
        }
        guard let sentence = EventSentence(record.event) else { return }
        news.append(NewsItem(sequence: record.sequence, time: record.time, sentence: sentence))
        if news.count > Self.newsLimit { news.removeFirst(news.count - Self.newsLimit) }
    }
}

/// An event as the events panel shows it.
public struct NewsItem: Equatable, Sendable {
    /// The event's number in the journal.
    public let sequence: Int64
    public let time: Timestamp
    public let sentence: EventSentence
}

/// What an instance printed last, before it failed.
public struct InstanceOutput: Equatable, Sendable {
    public let instance: InstanceID
    public let text: String
}

extension InstanceFailure {
    fileprivate var lastOutput: String? {
        switch self {
        case .notReady(_, let output), .exited(_, let output): output.isEmpty ? nil : output
        case .notResponding, .portTaken: nil
        }
    }
}
