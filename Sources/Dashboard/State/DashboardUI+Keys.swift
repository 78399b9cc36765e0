import Delivery
import Wording

extension DashboardUI {
    /// Takes one key press: changes what is on the screen, and returns what has to be done beyond it.
    public mutating func press(_ key: KeyPress, _ model: DashboardModel) -> DashboardRequest? {
        switch overlay {
        case .dialog(let dialog): press(key, in: dialog, model) { $0.confirm(dialog, model) }
        case .prompt(let prompt): press(key, in: prompt, model)
        case .version(let dialog): press(key, in: dialog, model) { $0.confirm(dialog) }
        case nil: press(key, on: model)
        }
    }

    private mutating func press(_ key: KeyPress, on model: DashboardModel) -> DashboardRequest? {
        let id = pages.topID
        switch pages.top.press(key, KeyContext(model, self)) {
        case .own(let effect): return perform(effect, of: id, model)
        case .screen(let action): return perform(action, model)
        case nil: return nil
        }
    }

    private mutating func perform(_ action: ScreenAction, _ model: DashboardModel) -> DashboardRequest? {
        switch action {
        case .halt: return order(.halt, model)
        case .theme:
            themeIndex = (themeIndex + 1) % themes.count
            say("theme: \(theme.name)")
        case .back: pages.back()
        case .goTo: overlay = .prompt(PagePrompt())
        case .overview: open(OverviewPage.name)
        case .help: pages.push(HelpPage(about: pages.top))
        case .quit:
            guard ownRun(model) else { return .leave }
            guard !isAway else { return .leaveHome }
            guard !model.run.cancelled else {
                say("the run is being cancelled; the screen closes when that is done", .warning)
                return nil
            }
            askToLeave(model)
        }
        return nil
    }

    /// What a page asks for.
    private mutating func perform(
        _ effect: PageEffect, of id: PageID, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch effect {
        case .open(let page): pages.push(page)
        case .back: pages.back()
        case .order(let order): return begin(order, model)
        case .show(let environment): return .show(environment)
        case .showRun(let run): return open(run, model)
        case .goTo(let name): open(name)
        case .question(let dialog): overlay = .version(dialog)
        case .ask(let question): return .ask(question, for: id)
        case .search: overlay = .prompt(PagePrompt(for: .search))
        case .say(let text, let tone): say(text, tone)
        }
        return nil
    }

    /// The run on the screen needs not be opened again.
    private mutating func open(_ run: RunNumber, _ model: DashboardModel) -> DashboardRequest? {
        guard run != model.run.number else {
            showRun()
            return nil
        }
        say("opening run \(run)")
        return .open(run)
    }

    /// Gives an order, or asks about it first.
    private mutating func begin(_ order: Order, _ model: DashboardModel) -> DashboardRequest? {
        guard let subject = DashboardDialog.Subject(order, model) else { return self.order(order, model) }
        overlay = .dialog(DashboardDialog(subject, model))
        return nil
    }

    mutating func order(_ order: Order, _ model: DashboardModel) -> DashboardRequest {
        self.order(order, seen: SeenChange(model.run), in: model.environment(meantBy: order))
    }

    mutating func order(
        _ order: Order, anyway: Bool = false, seen: SeenChange, in environment: EnvironmentName?
    ) -> DashboardRequest {
        say("\(order.verb) requested", .plain)
        return .order(DashboardOrder(order, anyway: anyway, seen: seen, environment: environment))
    }

    /// The state has changed: a dialog whose question is no longer the one that was asked closes.
    public mutating func follow(_ model: DashboardModel) {
        pages.follow(model)
        guard let dialog, let reason = dialog.closingReason(model, actor) else { return }
        overlay = nil
        say(reason, .warning)
    }

    /// Time has passed: the page that is seen may want to know more.
    mutating func tick(_ model: DashboardModel) -> DashboardRequest? {
        pages.tick(KeyContext(model, self)).flatMap { perform($0.effect, of: $0.id, model) }
    }

    /// What to search for was typed.
    mutating func search(_ text: String, _ model: DashboardModel) -> DashboardRequest? {
        let id = pages.topID
        return pages.top.search(text, KeyContext(model, self)).flatMap { perform($0, of: id, model) }
    }

    /// What a page asked for has come.
    mutating func take(_ answer: PageAnswer, for id: PageID, _ model: DashboardModel) -> DashboardRequest? {
        pages.take(answer, for: id, KeyContext(model, self)).flatMap { perform($0, of: id, model) }
    }
}
