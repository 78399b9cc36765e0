import Delivery
import Values
import Wording

/// What the dashboard shows: the fold of a journal's events for one run, by the very `apply` that the executor decides
/// from. Pure; nothing here asks for the time.
public struct DashboardModel: Equatable, Sendable {
    /// The run on the screen.
    public private(set) var run: RunState
    /// The environment whose release is on the screen while its stage goes on.
    var shown: EnvironmentName?
    /// What outlives runs: the version that each environment's users have.
    public private(set) var ledger: Ledger
    /// The event up to and with which `ledger` is the fold of the journal, also where the run's are still to be taken.
    private let ledgerSequence: Int64
    /// The latest news, oldest first; at most `newsLimit`.
    public private(set) var news: [NewsItem] = []
    /// What the instances that failed printed last, in the order in which they failed.
    private var outputs: [InstanceOutput] = []
    /// How long the router took for the last shift of traffic: the best guess for the next one.
    public private(set) var lastShift: Duration?
    /// How far the journal's events were taken.
    private var position: FollowedPosition
    /// Whether somebody carries the run out: where nobody does, the screen says how things were.
    public var contact = RunContact.kept
    /// When the last event of the run was recorded, of those that were taken here.
    public private(set) var lastEventAt: Timestamp?
    /// When the run ended, if that was before it was looked at: the screen then speaks of the past, and its clock stands
    /// still.
    public var past: Timestamp?
    public var isPast: Bool { past != nil }
    /// What keeps everything from going on; `nil` while nothing does.
    public var trouble: String?

    /// Whether nothing of what users are sent to answers, as far as is known.
    public var isServiceDown: Bool {
        guard let release = activeRelease else { return outlook?.record?.downSince != nil }
        guard release.needsStable, !release.isPromoted else { return false }
        // Until it was asked, what was seen before the release is all that is known.
        return release.isStableUnknown
            ? ledger.environments[release.environment]?.downSince != nil : release.isStableDown
    }

    /// How many sentences are kept.
    public static let newsLimit = 500

    /// Before the first event of a run; `ledger` is the fold of everything before it.
    public init(run: RunNumber, ledger: Ledger = Ledger()) {
        self.init(run: run, ledger: ledger, of: 0)
    }

    /// Before the first event of a run; `ledger` is the fold of the journal up to and with the event `sequence`, be that
    /// before the run or in it.
    public init(run: RunNumber, ledger: Ledger, of sequence: Int64) {
        self.run = RunState(number: run)
        self.ledger = ledger
        ledgerSequence = sequence
        position = FollowedPosition(after: 0)
        keepToShown()
    }

    /// In the middle of a run: both states are the fold of the journal up to and with the event `sequence`.
    public init(run: RunState, ledger: Ledger, through sequence: Int64 = 0) {
        self.run = run
        self.ledger = ledger
        ledgerSequence = sequence
        position = FollowedPosition(after: sequence)
        keepToShown()
    }

    /// Takes one event into account. An event that was taken before changes nothing, so that a reader may begin again.
    public mutating func take(_ record: EventRecord) {
        guard position.takes(record) else { return }
        if record.sequence > ledgerSequence { ledger.apply(record.event, run: record.run, at: record.time) }
        guard record.run == run.number else { return }
        lastEventAt = record.time
        run.apply(record.event, at: record.time)
        keepToShown()
        remember(record)
    }

    private mutating func remember(_ record: EventRecord) {
        if case .release(_, .trafficShifted(_, let took)) = record.event { lastShift = took }
        if case .release(_, .instance(let instance, .failed(let failure))) = record.event {
            if let text = failure.lastOutput {
                outputs.removeAll { $0.instance == instance }
                outputs.append(InstanceOutput(instance: instance, text: text))
            }
        }
        guard let item = news(of: record) else { return }
        news.append(item)
        if news.count > Self.newsLimit { news.removeFirst(news.count - Self.newsLimit) }
    }

    /// What an instance printed last before it failed; of none in particular, the last that did.
    public func output(of instance: InstanceID? = nil) -> InstanceOutput? {
        guard let instance else { return outputs.last }
        return outputs.first { $0.instance == instance }
    }

    /// An event of the run in words; `nil` where there is nothing to say of it.
    func news(of record: EventRecord) -> NewsItem? {
        EventSentence(record.event, namingEnvironments: run.namesEnvironments)
            .map { NewsItem(sequence: record.sequence, time: record.time, sentence: $0) }
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
        case .notResponding, .unhealthy, .portTaken: nil
        }
    }
}
