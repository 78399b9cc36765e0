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
        drawPages(context, into: &buffer)
        drawOverlay(context, into: &buffer)
        if symbols.isASCII { buffer.foldToASCII() }
        return buffer
    }

    /// The header and the keys stay, whichever page lies between them.
    private static func drawPages(_ context: ViewContext, into buffer: inout CellBuffer) {
        let parts = buffer.bounds.rows([.fixed(1), .flexible, .fixed(1)])
        let isTooSmall =
            buffer.size.columns < TooSmallView.needed.columns || buffer.size.rows < TooSmallView.needed.rows
        if isTooSmall {
            buffer.draw(TooSmallView(context: context), in: buffer.bounds)
        } else {
            buffer.draw(HeaderView(context: context), in: parts[0])
            buffer.draw(FooterView(context: context), in: parts[2])
        }
        for page in context.ui.pages.visible {
            if page.liesOver { recede(&buffer) }
            guard page.liesOver || !isTooSmall, !parts[1].isEmpty else { continue }
            page.draw(context, into: &buffer, parts[1])
        }
    }

    /// The panels step back behind what lies over them; header and footer stay.
    private static func recede(_ buffer: inout CellBuffer) {
        buffer.restyle(buffer.bounds.inset(rows: 1)) { style in
            guard style.background == .role(.background) || style.background == .role(.track) else { return }
            style.foreground = .role(.border)
            style.background = .role(.background)
            style.attributes = []
        }
    }

    private static func drawOverlay(_ context: ViewContext, into buffer: inout CellBuffer) {
        let parts = buffer.bounds.rows([.flexible, .fixed(buffer.size.rows > 3 ? 1 : 0)])
        switch context.ui.overlay {
        case .dialog(let dialog):
            recede(&buffer)
            buffer.draw(DialogView(context: context, dialog: dialog), in: parts[0])
        case .version(let dialog):
            recede(&buffer)
            buffer.draw(VersionDialogView(context: context, dialog: dialog), in: parts[0])
        case .prompt(let prompt):
            buffer.draw(PromptView(context: context, prompt: prompt), in: buffer.bounds.line(buffer.size.rows - 1))
        case nil: break
        }
        buffer.draw(NoticeView(context: context), in: parts[0].line(parts[0].rows - 1))
    }
}
