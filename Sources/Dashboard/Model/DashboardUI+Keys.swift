import Delivery

/// What a key press asks of the program; what it changes on the screen is in the `DashboardUI` already.
public enum DashboardRequest: Equatable, Sendable {
    case order(DashboardOrder)
    /// Leave the screen.
    case leave
}

extension DashboardUI {
    /// Takes one key press: changes what is on the screen, and returns what has to be done beyond it.
    public mutating func press(_ key: KeyPress, _ model: DashboardModel) -> DashboardRequest? {
        switch overlay {
        case .dialog(let dialog): press(key, in: dialog, model)
        case .help(let scroll): pressInHelp(key, scroll: scroll, model)
        case nil: press(key, on: model)
        }
    }

    private func context(_ model: DashboardModel) -> KeyContext {
        KeyContext(model, actor: actor)
    }

    private mutating func press(_ key: KeyPress, on model: DashboardModel) -> DashboardRequest? {
        switch DashboardKeys.table.meaning(of: key, in: context(model)) {
        case .command(let action): return perform(action, model)
        case .disabled(let reason):
            say(reason, .warning)
            return nil
        case .none: return nil
        }
    }

    private mutating func perform(_ action: DashboardAction, _ model: DashboardModel) -> DashboardRequest? {
        switch action {
        case .halt, .resume:
            return action.command.map { order($0, seen: SeenChange(model.run)) }
        case .approve, .reject, .promote, .rollBack:
            overlay = DashboardDialog(asking: action, model).map { .dialog($0) }
        case .quit:
            guard ownsRun, model.run.result == nil else { return .leave }
            guard !model.run.cancelled else {
                say("the run is being cancelled; the screen closes when that is done", .warning)
                return nil
            }
            overlay = .dialog(DashboardDialog(.leave, seen: SeenChange(model.run)))
        case .help: overlay = .help(scroll: 0)
        case .theme:
            themeIndex = (themeIndex + 1) % themes.count
            say("theme: \(theme.name)")
        case .news(let movement): scrollNews(movement, model.news)
        }
        return nil
    }

    private mutating func order(_ command: Command, anyway: Bool = false, seen: SeenChange) -> DashboardRequest {
        say("\(command.verb): asked for", .plain)
        return .order(DashboardOrder(command, anyway: anyway, seen: seen))
    }

    // MARK: - Dialogs

    private mutating func press(
        _ key: KeyPress, in dialog: DashboardDialog, _ model: DashboardModel
    ) -> DashboardRequest? {
        if canDetach, dialog.subject == .leave, key == .character("d") { return .leave }
        switch dialog.answer(to: key) {
        case .cancel: overlay = nil
        case .confirm:
            overlay = nil
            // What it was opened for may be gone since the last frame.
            if let reason = dialog.closingReason(model, actor) {
                say(reason, .warning)
                return nil
            }
            if dialog.insists { return order(dialog.command, anyway: true, seen: dialog.seen) }
            guard let objection = model.run.objection(to: dialog.command),
                !model.run.isBetterPutOff(dialog.command, by: actor)
            else { return order(dialog.command, seen: dialog.seen) }
            // Refused once, with what would happen; a second yes insists.
            overlay = .dialog(dialog.insisting())
            say("\(dialog.command.verb): \(objection)", .bad)
            return nil
        case .move(let focus): overlay = .dialog(dialog.focusing(focus))
        case nil: return haltBesides(key, model)
        }
        return nil
    }

    /// Nothing may stand between a person and stopping.
    private mutating func haltBesides(_ key: KeyPress, _ model: DashboardModel) -> DashboardRequest? {
        guard case .command(.halt) = DashboardKeys.table.meaning(of: key, in: context(model)) else { return nil }
        return order(.halt, seen: SeenChange(model.run))
    }

    /// Closes a dialog whose question is no longer the one that was asked.
    public mutating func follow(_ model: DashboardModel) {
        guard let dialog, let reason = dialog.closingReason(model, actor) else { return }
        overlay = nil
        say(reason, .warning)
    }

    // MARK: - Help and news

    private mutating func pressInHelp(_ key: KeyPress, scroll: Int, _ model: DashboardModel) -> DashboardRequest? {
        let last = DashboardKeys.table.help(in: context(model)).rows - 1
        switch key {
        case .up: overlay = .help(scroll: max(0, scroll - 1))
        case .down: overlay = .help(scroll: min(last, scroll + 1))
        case .pageUp: overlay = .help(scroll: max(0, scroll - 10))
        case .pageDown: overlay = .help(scroll: min(last, scroll + 10))
        case .escape, .enter, .character("?"), .character("q"): overlay = nil
        case .control("c"): return perform(.quit, model)
        default: break
        }
        return nil
    }

    private mutating func scrollNews(_ movement: NewsMovement, _ news: [NewsItem]) {
        guard let last = news.indices.last else { return }
        let current = newsAnchor.flatMap { anchor in news.lastIndex { $0.sequence <= anchor } } ?? last
        let target = min(max(current + movement.distance, 0), last)
        newsAnchor = target == last ? nil : news[target].sequence
    }
}
