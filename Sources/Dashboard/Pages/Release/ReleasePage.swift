import Delivery
import Wording

/// The run: its stages, and the release that it is about.
struct ReleasePage: Page {
    static let name = "release"

    private(set) var events = EventScroll()
    private(set) var output = LiveOutput()
    /// The environment that a person wants to take back, until it is known what there is.
    private var wanted: EnvironmentName?

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        switch action {
        case .order(let order): return .order(order)
        case .rollBack: return rollBack(context)
        case .nextRelease: return context.model.nextShown.map { .show($0) }
        case .log: return .open(LogPage())
        case .versions: return .goTo(VersionsPage.name)
        case .scroll(let movement): return events.move(movement, context.model)
        }
    }

    /// What is in service after the end, later runs may have changed.
    private mutating func rollBack(_ context: KeyContext) -> PageEffect? {
        guard context.run.result != nil else { return .order(.rollBack) }
        wanted = context.model.outlook?.environment
        return .ask(.overview)
    }

    private mutating func take(_ reply: OverviewReply, _ context: KeyContext) -> PageEffect? {
        guard let environment = wanted.take() else { return nil }
        switch reply {
        case .failed(let reason): return .say("what is in service can't be told: \(reason)", .warning)
        case .known(let overview):
            return .question(
                VersionDialog(
                    VersionDialog.wayBack(in: environment), overview, isBusy: context.ownRunGoesOn,
                    at: context.ui.now))
        }
    }

    mutating func follow(_ model: DashboardModel) { events.follow(model) }

    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect? {
        switch answer {
        case .output(let question, let reply):
            output.take(reply, to: question)
            return nil
        case .overview(let reply): return take(reply, context)
        case .records, .failed: return events.take(answer, context.model)
        }
    }

    mutating func tick(_ context: KeyContext) -> PageEffect? { output.ask(context.model) }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        let outcome = OutcomeView(context)
        let approval = outcome == nil ? ApprovalView(context) : nil
        let cardRows = outcome.map { $0.wantedRows(columns:) } ?? approval.map { $0.wantedRows(columns:) }
        let live = LiveOutputView(context, output)
        let layout = ReleaseLayout(rect, wishes(context, cardRows, hasOutput: live != nil))
        buffer.draw(PipelineStrip(context: context), in: layout.strip)
        buffer.draw(PipelineView(context: context), in: layout.pipeline)
        buffer.draw(ChangeView(context: context), in: layout.change)
        buffer.draw(TrafficView(context: context), in: layout.traffic)
        buffer.draw(HealthView(context: context), in: layout.health)
        if let outcome { buffer.draw(outcome, in: layout.card) }
        if let approval { buffer.draw(approval, in: layout.card) }
        buffer.draw(GraphsView(context: context), in: layout.graphs)
        if let live { buffer.draw(live, in: layout.output) }
        buffer.draw(HostsView(context: context), in: layout.hosts)
        buffer.draw(EventsView(context: context, scroll: events), in: layout.events)
    }

    private func wishes(_ context: ViewContext, _ card: ((Int) -> Int)?, hasOutput: Bool) -> ReleaseLayout.Wishes {
        ReleaseLayout.Wishes(
            health: HealthView(context: context).wantedRows, hosts: HostsView(context: context).wantedRows,
            pipeline: PipelineView(context: context).wantedRows,
            change: ChangeView(context: context).wantedRows(columns:), card: card,
            hasGraphs: context.release?.health.recent.isEmpty == false,
            trafficLines: TrafficStatus(context: context).lines.count, hasOutput: hasOutput)
    }
}
