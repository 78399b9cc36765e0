/// The keys of another page, and all pages there are.
struct HelpPage: Page {
    enum Action: Equatable, Sendable {
        case scroll(ScrollMovement)
        case close
    }

    static let name = "help"

    /// The page that it is opened from.
    let subject: any Page
    /// How many rows are scrolled away at the top.
    private(set) var scroll = 0

    private static let page = 10

    init(about subject: any Page) {
        self.subject = subject
    }

    var liesOver: Bool { true }

    var bindings: [KeyBinding<KeyContext, Action>] {
        ScrollKeys.bindings(
            [.up, .down, .pageUp, .pageDown], section: "Help", action: Action.scroll, help: \.inLines)
            + [
                KeyBinding(
                    "close", [.enter, .character("q")], label: "close", help: "Close the help", section: "Help",
                    footer: .never, action: .close),
                KeyBinding(
                    "help", [.character("?"), .function(1)], label: "close", help: "Close the help", section: "Help",
                    footer: .never, action: .close),
            ]
    }

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        switch action {
        case .scroll(let movement):
            let last = text(context).rows - 1
            scroll = min(max(0, scroll + movement.distance(page: Self.page, all: last)), last)
            return nil
        case .close: return .back
        }
    }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        var text = text(context.keys)
        text.scroll = scroll
        text.symbols = context.symbols
        let keys = table(context.ui.keys)
        let place = rect.centred(Size(columns: 100, rows: text.rows + 4))
        let hints =
            StyledText("\(keys.key(of: "up")) ", .key, .bold) + keys.hint("down", "scroll  ")
            + keys.hint("back", "close")
        Box(StyledText("Help", .heading, .bold), footer: hints, isFocused: true, symbols: context.symbols)
            .draw(into: &buffer, place)
        buffer.draw(text, in: Box.interior(of: place).inset(columns: 2, rows: place.rows > 10 ? 1 : 0))
    }

    /// As things are for the page below, where help is not open.
    private func text(_ context: KeyContext) -> KeyHelp {
        var below = context.ui
        below.pages.back()
        var help = subject.help(in: KeyContext(context.model, below))
        let key = subject.key(of: "go-to", context.ui.keys)
        for row in context.ui.registrar {
            help.add(
                KeyHelp.Line(keys: key.count == 1 ? key + row.name : "\(key) \(row.name)", help: row.summary),
                below: "Pages")
        }
        return help
    }
}
