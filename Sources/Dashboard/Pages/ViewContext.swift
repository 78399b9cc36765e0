import Delivery
import Values
import Wording

/// What every view draws from.
struct ViewContext {
    let model: DashboardModel
    let ui: DashboardUI
    let symbols: Symbols
    let outlook: ReleaseOutlook?

    init(_ model: DashboardModel, _ ui: DashboardUI, _ symbols: Symbols) {
        self.model = model
        self.ui = ui
        self.symbols = symbols
        outlook = model.outlook
    }

    var run: RunState { model.run }
    var keys: KeyContext { KeyContext(model, ui) }
    /// The time that everything is shown as of: where nobody tells of the run any more, no clock goes on.
    var now: Timestamp { model.past ?? (model.isInContact ? ui.now : model.lastEventAt ?? ui.now) }
    /// The release on the screen; `nil` before it began.
    var release: ReleaseState? { outlook?.release }

    var sparkForm: Sparkline.Form { symbols.isASCII ? .ascii : .braille }

    /// The sign for something under way; `nil` where nobody can tell whether anything is.
    var spinner: String? {
        model.isInContact ? Spinner(now: .milliseconds(now.milliseconds), symbols: symbols).sign : nil
    }

    /// The candidate's share: what an executor that is gone kept open closes by itself.
    func split(of release: ReleaseState) -> Share {
        guard model.isAbandoned, let since = model.contact.abandonedSince else { return release.split }
        return release.split(withoutExecutorSince: since, at: ui.now)
    }

    func time(_ time: Timestamp) -> String { ClockText.time(time, utcOffset: ui.utcOffset) }

    /// A panel's frame, and what is inside it.
    func panel(
        _ title: String, trailing: StyledText = "", footer: StyledText = "", frame: Role? = nil,
        _ rect: Rect, into buffer: inout CellBuffer
    ) -> Rect {
        let heading = StyledText(title, frame ?? .heading, .bold)
        Box(heading, trailing: trailing, footer: footer, frame: frame, symbols: symbols).draw(into: &buffer, rect)
        return Box.interior(of: rect).inset(columns: rect.columns > 20 ? 1 : 0)
    }
}

/// A part of the screen, drawn from the state.
protocol Panel {
    var context: ViewContext { get }
    func draw(into buffer: inout CellBuffer, _ rect: Rect)
}

extension CellBuffer {
    mutating func draw(_ panel: some Panel, in rect: Rect) {
        guard !rect.intersection(bounds).isEmpty else { return }
        panel.draw(into: &self, rect)
    }
}
