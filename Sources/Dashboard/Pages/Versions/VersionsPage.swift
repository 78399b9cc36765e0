import Delivery
import Values
import Wording

/// The versions of an environment, newest first, and the way to any of them.
struct VersionsPage: Page {
    static let name = "versions"

    private(set) var watch = OverviewWatch()
    /// The environment that a person chose; `nil` is the one on the screen.
    private var chosen: EnvironmentName?
    /// On a version: what is new comes above it.
    private var cursor = ListCursor<VersionRow.ID>()

    /// None until it is known how things stand: the run on the screen may be long past.
    func environments(_ model: DashboardModel) -> [EnvironmentName] {
        watch.latest?.ledger.environments.keys.sorted() ?? []
    }

    func environment(_ model: DashboardModel) -> EnvironmentName? {
        let names = environments(model)
        return [chosen, model.outlook?.environment].compactMap { $0 }.first(where: names.contains) ?? names.first
    }

    func rows(_ model: DashboardModel) -> [VersionRow] {
        guard let overview = watch.latest, let environment = environment(model) else { return [] }
        return VersionRow.all(of: environment, in: overview.ledger, stored: overview.stored)
    }

    func index(in rows: [VersionRow]) -> Int {
        cursor.index(in: rows.map(\.id))
    }

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        switch action {
        case .scroll(let movement): cursor.move(movement, in: rows(context.model).map(\.id))
        case .environment(let distance): turn(by: distance, context.model)
        case .release: return question(context)
        }
        return nil
    }

    private mutating func turn(by distance: Int, _ model: DashboardModel) {
        let names = environments(model)
        guard let name = environment(model), let place = names.firstIndex(of: name) else { return }
        chosen = names[(place + distance + names.count) % names.count]
        cursor = ListCursor()
    }

    private func question(_ context: KeyContext) -> PageEffect? {
        let rows = rows(context.model)
        guard let overview = watch.latest, let environment = environment(context.model), !rows.isEmpty else {
            return .say("there is no version to release", .warning)
        }
        let row = rows[index(in: rows)]
        let before = overview.ledger.environments[environment]?.beforeStable
        let order =
            before?.artifact.digest == row.artifact.digest
            ? VersionDialog.wayBack(in: environment)
            : VersionOrder(.named(row.artifact.digest.hexadecimal), to: environment)
        return .question(VersionDialog(order, overview, isBusy: context.ownRunGoesOn, at: context.ui.now))
    }

    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect? {
        watch.take(answer)
        return nil
    }

    mutating func tick(_ context: KeyContext) -> PageEffect? { watch.ask(at: context.ui.now) }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.draw(VersionsView(context: context, page: self), in: rect)
    }
}
