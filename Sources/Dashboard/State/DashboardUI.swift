import Delivery
import Values
import Wording

/// What is only on the screen: what is open, scrolled or chosen, who sits before it, and what time it is.
public struct DashboardUI: Sendable {
    /// What lies over the pages, and takes the keys before them.
    enum Overlay: Equatable, Sendable {
        case dialog(DashboardDialog)
        /// The name of a page is being typed.
        case prompt(PagePrompt)
        /// Whether a version is to be released.
        case version(VersionDialog)
    }

    /// The person whose keys these are.
    public var actor: Actor
    /// Whether the run goes on only as long as this program does; otherwise leaving changes nothing.
    public var ownsRun: Bool
    /// Whether the run can be left to go on in the background.
    public var canDetach: Bool
    /// Whether another run is on the screen than the one that it was opened for.
    var isAway = false
    /// Whether the run that the screen was opened for goes on.
    var homeGoesOn = true
    /// The time, as the session last saw it.
    public var now: Timestamp
    /// How far the clock on the wall is ahead of UTC.
    public var utcOffset: Duration
    /// The size of the screen, as the session last saw it.
    public var size = Size(columns: 80, rows: 24)
    var overlay: Overlay?
    /// The pages that are open, one above the other.
    var pages = PageStack(ReleasePage())
    /// All pages that can be opened.
    var registrar = Pages.all
    /// Which keys the actions have.
    let keys: KeyMap
    /// A word to the person, for a few seconds.
    public var notice: Notice?
    /// The themes that can be chosen from; never empty.
    public let themes: [Theme]
    /// The chosen one's place in `themes`.
    public internal(set) var themeIndex = 0

    /// - Parameters:
    ///   - themes: the first is used at the start; without any it is `Theme.plain`.
    ///   - keys: which keys the actions have.
    public init(
        actor: Actor, ownsRun: Bool = true, canDetach: Bool = false, now: Timestamp, utcOffset: Duration = .zero,
        themes: [Theme] = [], keys: KeyMap = .builtIn, first: FirstPage = .run
    ) {
        self.actor = actor
        self.ownsRun = ownsRun
        self.canDetach = canDetach
        self.now = now
        self.utcOffset = utcOffset
        self.keys = keys
        self.themes = themes.isEmpty ? [.plain] : themes
        switch first {
        case .run: break
        case .overview: pages = PageStack(OverviewPage())
        case .runAboveOverview: showRun()
        }
    }

    /// The chosen theme.
    public var theme: Theme { themes[themeIndex % themes.count] }

    var dialog: DashboardDialog? {
        if case .dialog(let dialog)? = overlay { dialog } else { nil }
    }
}

/// The page that a screen begins with.
public enum FirstPage: Sendable {
    case run, overview
    /// The run, with the overview to go back to.
    case runAboveOverview
}

/// A word to the person at the screen: why a key did nothing, or what was asked for.
public struct Notice: Equatable, Sendable {
    public let text: String
    public let tone: EventSentence.Tone
    /// When it goes away.
    public let expires: Timestamp

    /// How long a notice stays.
    static let stay = Duration.seconds(6)
}

extension DashboardUI {
    mutating func say(_ text: String, _ tone: EventSentence.Tone = .plain) {
        notice = Notice(text: text, tone: tone, expires: now + Notice.stay)
    }

    /// Time has passed: what had its time goes away.
    public mutating func advance(to time: Timestamp) {
        now = time
        if let notice, notice.expires <= time { self.notice = nil }
    }

    /// Another run is on the screen: its release, and below it the overview that it was opened from.
    mutating func showRun() {
        overlay = nil
        pages.begin(with: pages.first(named: OverviewPage.name) ?? OverviewPage())
        pages.push(ReleasePage())
    }

    /// Whether to leave the run that this program carries out.
    mutating func askToLeave(_ model: DashboardModel) {
        overlay = .dialog(DashboardDialog(.leave, seen: SeenChange(model.run)))
    }

    /// Whether this program carries out a run that has not ended.
    func ownRun(_ model: DashboardModel) -> Bool { ownsRun && (isAway ? homeGoesOn : model.run.result == nil) }

    /// An order was carried out, or refused.
    public mutating func learn(of refusal: Refusal?, to order: Order) {
        guard let refusal else { return }
        say("\(order.verb): \(refusal)", .warning)
    }
}
