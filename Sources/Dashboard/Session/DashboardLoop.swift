import Delivery
import Values
import Wording

/// Something that the session has to look at.
enum Occurrence: Sendable {
    case record(EventRecord, of: RunSeat = .first)
    /// No more events will come.
    case recordsEnded(of: RunSeat = .first)
    /// Whether somebody carries the run out.
    case contact(RunContact, of: RunSeat = .first)
    /// What keeps everything from going on, until it is over.
    case trouble(String?)
    case key(KeyPress)
    /// An order was carried out, or refused.
    case answer(Refusal?, to: Order)
    /// What a page asked for.
    case pageAnswer(PageAnswer, for: PageID)
    /// A run that was to be shown.
    case opened(OpenRun, as: RunSeat)
    /// Why it can't be shown, or released.
    case notOpened(String)
    /// Time has passed; the clock on the wall is ahead of UTC by so much.
    case time(utcOffset: Duration)
    /// A frame that was put off is due.
    case frameDue
    /// There is no terminal any more, or the program has to end.
    case terminalGone
}

/// Whose events they are: those of the run that the screen was opened for, or of one that was opened later.
struct RunSeat: Hashable, Sendable {
    static let first = RunSeat(number: 0)
    private let number: Int

    private init(number: Int) { self.number = number }

    var next: RunSeat { RunSeat(number: number + 1) }
}

/// What takes time, and is answered by another occurrence.
enum Errand: Sendable {
    case order(DashboardOrder)
    case ask(PageQuestion, for: PageID)
    case open(RunNumber)
    case release(VersionOrder)
}

/// The session's state and rules, apart from its waiting: pure.
struct DashboardLoop {
    /// The run that the screen was opened for, or that this program has begun since.
    private(set) var home: DashboardModel
    /// Another run that is looked at meanwhile.
    private var away: DashboardModel?
    var ui: DashboardUI
    /// Set when the session is over.
    private(set) var ending: DashboardSession.Ending?
    private var cancelsRun = false
    private var homeSeat = RunSeat.first
    private var awaySeat: RunSeat?

    init(model: DashboardModel, ui: DashboardUI) {
        home = model
        self.ui = ui
    }

    /// The run on the screen.
    var model: DashboardModel { away ?? home }

    /// Whose events are still of interest.
    var seats: Set<RunSeat> { Set([homeSeat, awaySeat].compactMap(\.self)) }

    /// Takes one occurrence; returns what has to be done outside, while the loop goes on.
    mutating func take(_ occurrence: Occurrence) -> Errand? {
        switch occurrence {
        case .record(let record, let seat):
            let shown = seat == homeSeat ? home : away
            take(record, of: seat)
            // How it ended is no longer how it stands.
            if shown?.isPast == true, case .run(.reopened) = record.event { return record.run.map(Errand.open) }
        case .recordsEnded(let seat): endRecords(of: seat)
        case .contact(let contact, let seat): change(seat) { $0.contact = contact }
        case .trouble(let text):
            home.trouble = text
            away?.trouble = text
        case .key(let key): return ui.press(key, model).flatMap { meet($0) }
        case .pageAnswer(let answer, let id): return ui.take(answer, for: id, model).flatMap { meet($0) }
        case .answer(let refusal, let order):
            if order == .cancel, refusal != nil { cancelsRun = false }
            ui.learn(of: refusal, to: order)
        case .opened(let run, let seat): show(run, as: seat)
        case .notOpened(let reason): ui.say(reason, .warning)
        case .time(let utcOffset):
            ui.utcOffset = utcOffset
            return ui.tick(model).flatMap { meet($0) }
        case .frameDue: break
        case .terminalGone: ending = home.run.result == nil ? .interrupted : .finished
        }
        return nil
    }

    private mutating func change(_ seat: RunSeat, _ change: (inout DashboardModel) -> Void) {
        if seat == homeSeat { change(&home) }
        guard seat == awaySeat, var model = away else { return }
        change(&model)
        away = model
    }

    private mutating func take(_ record: EventRecord, of seat: RunSeat) {
        change(seat) { $0.take(record) }
        ui.homeGoesOn = home.run.result == nil
        ui.follow(model)
        if cancelsRun, home.run.result != nil { ending = .cancelled }
    }

    /// Of a run that this program carries out more events only come while it can.
    private mutating func endRecords(of seat: RunSeat) {
        if seat == homeSeat, ui.ownsRun {
            if home.run.result == nil { ending = .broken }
            return
        }
        change(seat) { if $0.run.result == nil, !$0.isAbandoned { $0.contact = .lost } }
    }

    private mutating func meet(_ request: DashboardRequest) -> Errand? {
        switch request {
        case .leave: ending = (ui.ownsRun ? home : model).run.result == nil ? .left : .finished
        case .order(let order):
            if order.order == .cancel { cancelsRun = true }
            return .order(order)
        case .ask(let question, let id): return .ask(question, for: id)
        case .show(let environment): change(away == nil ? homeSeat : awaySeat ?? homeSeat) { $0.show(environment) }
        case .open(let run):
            guard run == home.run.number else { return .open(run) }
            goHome()
        case .release(let order): return .release(order)
        case .leaveHome:
            goHome()
            ui.askToLeave(home)
        }
        return nil
    }
}

// MARK: - From run to run

extension DashboardLoop {
    /// The run that the screen was opened for is on it again.
    private mutating func goHome() {
        (away, awaySeat, ui.isAway) = (nil, nil, false)
        ui.showRun()
    }

    /// What this program begins to carry out takes the place of what it has carried out, and a run that goes on again that
    /// of its past.
    private mutating func show(_ run: OpenRun, as seat: RunSeat) {
        var model = run.model
        model.trouble = home.trouble
        if !run.isOwn, model.run.number == home.run.number {
            (home, homeSeat, ui.homeGoesOn) = (model, seat, model.run.result == nil)
            if let away, away.run.number != model.run.number { return }
            (away, awaySeat, ui.isAway) = (nil, nil, false)
        } else if run.isOwn {
            (home, homeSeat, away, awaySeat) = (model, seat, nil, nil)
            (ui.ownsRun, ui.canDetach, ui.isAway, ui.homeGoesOn) = (true, true, false, model.run.result == nil)
        } else {
            (away, awaySeat, ui.isAway) = (model, seat, true)
        }
        ui.showRun()
        ui.follow(self.model)
    }
}
