import Delivery

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
    /// A command was carried out, or refused.
    case answer(Refusal?, to: Command)
    /// Time has passed; the clock on the wall is ahead of UTC by so much.
    case time(utcOffset: Duration)
    /// A frame that was put off is due.
    case frameDue
    /// There is no terminal any more, or the program has to end.
    case terminalGone
}

/// The session's state and rules, apart from its waiting: pure.
struct DashboardLoop: Equatable {
    private(set) var model: DashboardModel
    var ui: DashboardUI
    /// Set when the session is over.
    private(set) var ending: DashboardSession.Ending?
    private var cancelsRun = false

    init(model: DashboardModel, ui: DashboardUI) {
        self.model = model
        self.ui = ui
    }

    /// Takes one occurrence; returns the order that has to be given.
    mutating func take(_ occurrence: Occurrence) -> DashboardOrder? {
        switch occurrence {
        case .record(let record): take(record)
        case .recordsEnded: endRecords()
        case .contact(let contact): model.contact = contact
        case .trouble(let text): model.trouble = text
        case .key(let key): return press(key)
        case .answer(let refusal, let command):
            if command == .cancel, refusal != nil { cancelsRun = false }
            ui.learn(of: refusal, to: command)
        case .time(let utcOffset): ui.utcOffset = utcOffset
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

    private mutating func press(_ key: KeyPress) -> DashboardOrder? {
        switch ui.press(key, model) {
        case .leave:
            ending = model.run.result == nil ? .left : .finished
            return nil
        case .order(let order):
            if order.command == .cancel { cancelsRun = true }
            return order
        case nil: return nil
        }
    }
}
