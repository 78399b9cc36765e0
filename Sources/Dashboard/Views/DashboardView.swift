import Delivery

/// The whole screen. Pure: the same state, at the same size, is the same cells.
public enum DashboardView {
    /// Draws a frame. Every size is safe, also 0×0; below 60×16 it says that it is too small, and keys still work.
    ///
    /// Texts from outside (titles, paths, outputs) come in as they are: the buffer holds no control characters.
    public static func render(
        _ model: DashboardModel, _ ui: DashboardUI, size: Size, symbols: Symbols = .unicode
    ) -> CellBuffer {
        var buffer = CellBuffer(size: size)
        let context = ViewContext(model, ui, symbols)
        if size.columns < TooSmallView.needed.columns || size.rows < TooSmallView.needed.rows {
            buffer.draw(TooSmallView(context: context), in: buffer.bounds)
        } else {
            drawPanels(context, into: &buffer)
        }
        drawOverlay(context, into: &buffer)
        if symbols.isASCII { buffer.foldToASCII() }
        return buffer
    }

    private static func drawPanels(_ context: ViewContext, into buffer: inout CellBuffer) {
        let health = HealthView(context: context)
        let hosts = HostsView(context: context)
        let outcome = OutcomeView(context)
        let approval = ApprovalView(context)
        let wishes = DashboardLayout.Wishes(
            health: health.wantedRows, hosts: hosts.wantedRows, pipeline: PipelineView(context: context).wantedRows,
            change: ChangeView(context: context).wantedRows(columns:),
            card: outcome.map { view in { view.wantedRows(columns: $0) } }
                ?? approval.map { view in { view.wantedRows(columns: $0) } },
            hasGraphs: context.release?.health.recent.isEmpty == false,
            trafficLines: TrafficStatus(context: context).lines.count)
        let layout = DashboardLayout(buffer.size, wishes)
        buffer.draw(HeaderView(context: context), in: layout.header)
        buffer.draw(PipelineStrip(context: context), in: layout.strip)
        buffer.draw(PipelineView(context: context), in: layout.pipeline)
        buffer.draw(ChangeView(context: context), in: layout.change)
        buffer.draw(TrafficView(context: context), in: layout.traffic)
        buffer.draw(health, in: layout.health)
        if let outcome {
            buffer.draw(outcome, in: layout.card)
        } else if let approval {
            buffer.draw(approval, in: layout.card)
        }
        buffer.draw(GraphsView(context: context), in: layout.graphs)
        buffer.draw(hosts, in: layout.hosts)
        buffer.draw(EventsView(context: context), in: layout.events)
        buffer.draw(FooterView(context: context), in: layout.footer)
    }

    /// The panels step back behind a dialog; header and footer stay.
    private static func recede(_ buffer: inout CellBuffer) {
        buffer.restyle(buffer.bounds.inset(rows: 1)) { style in
            guard style.background == .role(.background) || style.background == .role(.track) else { return }
            style.foreground = .role(.border)
            style.background = .role(.background)
            style.attributes = []
        }
    }

    private static func drawOverlay(_ context: ViewContext, into buffer: inout CellBuffer) {
        let above = buffer.bounds.rows([.flexible, .fixed(buffer.size.rows > 3 ? 1 : 0)])[0]
        if context.ui.overlay != nil { recede(&buffer) }
        switch context.ui.overlay {
        case .dialog(let dialog): buffer.draw(DialogView(context: context, dialog: dialog), in: above)
        case .help(let scroll): buffer.draw(HelpView(context: context, scroll: scroll), in: above)
        case nil: break
        }
        buffer.draw(NoticeView(context: context), in: above.line(above.rows - 1))
    }
}
