import Delivery
import Wording

/// What lies between the header and the footer, with keys of its own.
///
/// Pure: it is drawn from the state, and a key changes only the page and says what has to be done beyond it. Whichever page
/// it is, the keys that every page has (`ScreenKeys`) work as well: it halts, leads on, back and out.
protocol Page: Sendable {
    /// What its keys do.
    associatedtype Action: Sendable

    /// What `:` calls it.
    static var name: String { get }

    /// Its own keys. They go before those that every page has.
    var bindings: [KeyBinding<KeyContext, Action>] { get }

    /// Whether the page below is seen behind it.
    var liesOver: Bool { get }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect)

    /// One of its keys was pressed, and can do something now.
    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect?

    /// The state has changed; also while other pages lie above.
    mutating func follow(_ model: DashboardModel)

    /// What the page asked for has come.
    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect?

    /// Time has passed, while the page is seen: what no event tells of can be asked for.
    mutating func tick(_ context: KeyContext) -> PageEffect?

    /// A person typed what to search for, as the page wanted.
    mutating func search(_ text: String, _ context: KeyContext) -> PageEffect?
}

extension Page {
    var liesOver: Bool { false }

    mutating func follow(_ model: DashboardModel) {}

    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect? { nil }

    mutating func tick(_ context: KeyContext) -> PageEffect? { nil }

    mutating func search(_ text: String, _ context: KeyContext) -> PageEffect? { nil }
}

/// What a key of a page asks for beyond the page.
enum PageEffect: Sendable {
    /// Lay another page above this one.
    case open(any Page)
    /// Go to the page below.
    case back
    /// Give an order; one with consequences is asked about first.
    case order(Order)
    /// Show the release into another environment.
    case show(EnvironmentName)
    /// Show another run.
    case showRun(RunNumber)
    /// Go to the page of this name: back, where it is open.
    case goTo(String)
    /// Ask whether a version is to be released.
    case question(VersionDialog)
    /// Ask for something beyond the live events; the page that asks gets the answer.
    case ask(PageQuestion)
    /// Let the person type what to search for.
    case search
    case say(String, EventSentence.Tone)
}

// MARK: - Its keys

/// A key of the page on top, or one that every page has.
enum PageKey<Own: Sendable>: Sendable {
    case own(Own)
    case screen(ScreenAction)
}

extension Page {
    /// All keys that work on it. What halts elsewhere does nothing else on any page.
    func table(_ map: KeyMap) -> KeyTable<KeyContext, PageKey<Action>> {
        let screen = KeyTable(ScreenKeys.bindings.map { $0.asking(for: PageKey<Action>.screen) }, map)
        return KeyTable(bindings.map { $0.asking(for: PageKey.own) }, map)
            .leaving(screen.keys(of: "halt"), to: "halt").followed(by: screen)
    }

    func footer(in context: KeyContext) -> Footer { table(context.ui.keys).footer(in: context) }

    func help(in context: KeyContext) -> KeyHelp { table(context.ui.keys).help(in: context) }

    func key(of name: ActionName, _ map: KeyMap) -> String { table(map).key(of: name) }

    func hint(_ name: ActionName, _ map: KeyMap) -> StyledText { table(map).hint(name) }

    /// Takes a key press.
    mutating func press(_ key: KeyPress, _ context: KeyContext) -> PageKey<PageEffect>? {
        switch table(context.ui.keys).meaning(of: key, in: context) {
        case .action(.own(let action)): perform(action, context).map { .own($0) }
        case .action(.screen(let action)): .screen(action)
        case .disabled(let reason): .own(.say(reason, .warning))
        case .none: nil
        }
    }
}
