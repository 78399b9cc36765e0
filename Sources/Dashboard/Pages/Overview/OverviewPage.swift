import Delivery
import Values

/// Every environment, and every run that has not ended or only just has; Enter opens one.
struct OverviewPage: Page {
    static let name = "overview"

    private(set) var watch = OverviewWatch()
    /// On a run: new ones come above it.
    private var cursor = ListCursor<RunNumber>()

    /// Those that have not ended first.
    var runs: [RunState] {
        let runs = watch.latest?.runs ?? []
        return runs.filter { $0.result == nil } + runs.filter { $0.result != nil }
    }

    func index(in runs: [RunState]) -> Int {
        cursor.index(in: runs.map(\.number))
    }

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        switch action {
        case .scroll(let movement): cursor.move(movement, in: runs.map(\.number))
        case .versions: return .goTo(VersionsPage.name)
        case .approve: return nil
        case .open:
            let runs = runs
            return runs.isEmpty ? nil : .showRun(runs[index(in: runs)].number)
        }
        return nil
    }

    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect? {
        watch.take(answer)
        return nil
    }

    mutating func tick(_ context: KeyContext) -> PageEffect? { watch.ask(at: context.ui.now) }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        let environments = EnvironmentsView(context: context, page: self)
        let rows = min(environments.wantedRows(columns: rect.columns), max(5, rect.rows * 3 / 5))
        let parts = rect.rows([.fixed(min(rows, max(0, rect.rows - 4))), .flexible])
        buffer.draw(environments, in: parts[0])
        buffer.draw(RunsView(context: context, page: self), in: parts[1])
    }
}

extension OverviewPage {
    /// What the keys of this page do, beside those that every page has.
    enum Action: Equatable, Sendable {
        case open, versions
        /// Of no run that is on the screen.
        case approve
        case scroll(ScrollMovement)
    }

    var bindings: [KeyBinding<KeyContext, Action>] {
        let page = self
        return [
            KeyBinding(
                "open-run", [.enter], label: "open", help: "Open the run under the cursor", section: "Overview",
                action: .open
            ) { _ in page.runs.isEmpty ? "there is no run to open" : nil },
            ReleasePage.versions(as: .versions),
            KeyBinding(
                "approve", [.character("a")], label: "approve",
                help: "On a run's own page, which shows what it releases",
                section: "Overview", footer: .never, action: .approve
            ) { _ in "open the run with Enter, and approve it there" },
        ]
            + ScrollKeys.bindings(section: "Overview", action: Action.scroll) { movement in
                switch movement {
                case .up: "A run up"
                case .down: "A run down"
                case .pageUp: "A page of runs up"
                case .pageDown: "A page of runs down"
                case .first: "To the first run"
                case .last: "To the last run"
                }
            }
    }
}
