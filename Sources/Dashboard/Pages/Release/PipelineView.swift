import Delivery
import Values

/// Stages, gates and steps from the top down, with how long each took.
struct PipelineView: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let inside = context.panel("Pipeline", trailing: age, rect, into: &buffer)
        let rows = PipelineRows(context: context).fitting(inside.rows)
        let isSpacious = inside.rows >= wantedRows - 2
        var index = 0
        for row in rows {
            if isSpacious, row.weight == .essential, index > 0 { index += 1 }
            draw(row, in: inside.line(index), into: &buffer)
            index += 1
        }
    }

    /// Rows for everything, with an empty one between stages, and the frame.
    var wantedRows: Int {
        PipelineRows(context: context).all.count + max(0, context.run.stages.count - 1) + 2
    }

    private var age: StyledText {
        guard let started = context.run.startedAt else { return "" }
        return StyledText(((context.run.finishedAt ?? context.now) - started).brief, .dim)
    }

    private func draw(_ row: PipelineRow, in line: Rect, into buffer: inout CellBuffer) {
        let indent = StyledText(String(repeating: " ", count: row.indent * 2))
        let places = line.columns([.flexible, .fixed(row.trailing.width)], gap: row.trailing.isEmpty ? 0 : 1)
        let text = indent + row.sign.mark + " " + row.title
        buffer.write(text, in: places[0], ellipsis: context.symbols.ellipsis)
        buffer.write(row.trailing, in: places[1], alignment: .right)
    }
}

/// The pipeline in one line, for small screens: `✔ build  ✔ test  ● production`.
struct PipelineStrip: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        var text = StyledText(" ")
        for (index, stage) in context.run.stages.enumerated() {
            let sign = StatusSign(stage, in: context.run, context.symbols).standing(context)
            let arrow = index == 0 ? "" : " \(context.symbols.arrow) "
            text += StyledText(arrow, .dim) + sign.mark + StyledText(" \(stage.name)", sign.role)
        }
        buffer.write(text, in: rect, ellipsis: context.symbols.ellipsis)
    }
}
