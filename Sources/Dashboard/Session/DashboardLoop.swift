import Delivery
import Values

/// Something that the session has to look at.
enum Occurrence: Sendable {
    case record(EventRecord)
    /// No more events will come.
    case recordsEnded
    /// Whether somebody carries the run out.
    case contact(RunContact)
    /// What keeps everything from going on, until it is over.
    case trouble(String?)
    case key(KeyPress)
    /// An order was carried out, or refused.
    case answer(Refusal?, to: Order)
    /// What a page asked for.
    case pageAnswer(PageAnswer, for: PageID)
    /// Time has passed; the clock on the wall is ahead of UTC by so much.
    case time(utcOffset: Duration)
    /// A frame that was put off is due.
    case frameDue
    /// There is no terminal any more, or the program has to end.
    case terminalGone
}

/// What takes time, and is answered by another occurrence.
enum Errand: Sendable {
    case order(DashboardOrder)
    case ask(PageQuestion, for: PageID)
}

/// The session's state and rules, apart from its waiting: pure.
struct DashboardLoop {
    private(set) var model: DashboardModel
    var ui: DashboardUI
    /// Set when the session is over.
    private(set) var ending: DashboardSession.Ending?
    private var cancelsRun = false

    init(model: DashboardModel, ui: DashboardUI) {
        self.model = model
        self.ui = ui
    }

    /// Takes one occurrence; returns what has to be done outside, while the loop goes on.
    mutating func take(_ occurrence: Occurrence) -> Errand? {
        switch occurrence {
        case .record(let record): take(record)
        case .recordsEnded: endRecords()
        case .contact(let contact): model.contact = contact
        case .trouble(let text): model.trouble = text
        case .key(let key): return ui.press(key, model).flatMap { meet($0) }
        case .pageAnswer(let answer, let id): return ui.take(answer, for: id, model).flatMap { meet($0) }
        case .answer(let refusal, let order):
            if order == .cancel, refusal != nil { cancelsRun = false }
            ui.learn(of: refusal, to: order)
        case .time(let utcOffset):
            ui.utcOffset = utcOffset
            return ui.tick(model).flatMap { meet($0) }
        case .frameDue: break
        case .terminalGone: ending = model.run.result == nil ? .interrupted : .finished
        }
        return nil
    }

    private mutating func take(_ record: EventRecord) {
        model.take(record)
        ui.follow(model)
        if cancelsRun, model.run.result != nil { ending = .cancelled }
    }

    /// Of a run that this program carries out more events only come while it can.
    private mutating func endRecords() {
        guard model.run.result == nil else { return }
        if ui.ownsRun { ending = .broken } else if !model.isAbandoned { model.contact = .lost }
    }

    private mutating func meet(_ request: DashboardRequest) -> Errand? {
        switch request {
        case .leave: ending = model.run.result == nil ? .left : .finished
        case .order(let order):
            if order.order == .cancel { cancelsRun = true }
            return .order(order)
        case .ask(let question, let id): return .ask(question, for: id)
        case .show(let environment): model.show(environment)
        }
        return nil
    }
}
