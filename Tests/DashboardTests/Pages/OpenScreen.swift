import DashboardStories
import Delivery

@testable import Dashboard

/// A screen on which keys are pressed one after the other.
struct OpenScreen {
    var ui: DashboardUI
    var model: DashboardModel
    var requests: [DashboardRequest] = []

    init(_ scene: Scene, registrar: [PageRow] = Pages.all, keys: KeyMap = .builtIn) {
        model = scene.story.model
        ui = DashboardUI(actor: ReleaseStory.ana, canDetach: true, now: scene.story.now, keys: keys)
        ui.registrar = registrar
    }

    mutating func press(_ keys: KeyPress...) { press(keys) }

    mutating func press(_ keys: [KeyPress]) { requests += keys.compactMap { ui.press($0, model) } }

    mutating func type(_ text: String) { press(text.map { $0 == "\n" ? .enter : .character($0) }) }

    func text(_ columns: Int = 120, _ rows: Int = 40) -> String {
        DashboardView.render(model, ui, size: Size(columns: columns, rows: rows)).text
    }

    /// The last line.
    func lastLine(_ columns: Int = 120) -> String {
        DashboardView.render(model, ui, size: Size(columns: columns, rows: 40)).lines[39]
    }

    var page: String { Swift.type(of: ui.pages.top).name }
    var orders: [Order] { requests.compactMap { if case .order(let order) = $0 { order.order } else { nil } } }
}
