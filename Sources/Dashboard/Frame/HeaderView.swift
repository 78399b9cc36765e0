import Delivery
import Wording

/// The first line: whose run this is, the time, and how things stand.
struct HeaderView: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.fill(rect, style: Style(on: .bar))
        let line = rect.line(0)
        let badgeWidth = min(badge.width, line.columns)
        let parts = line.columns([.flexible, .fixed(badgeWidth)])
        let clock = StyledText(" \(moment)  ", .dim)
        let places = parts[0].columns([.flexible, .fixed(parts[0].columns > 40 ? clock.width : 0)])
        buffer.write(subject, in: places[0], on: .bar, ellipsis: context.symbols.ellipsis)
        buffer.write(clock, in: places[1], alignment: .right, on: .bar)
        buffer.write(badge, in: parts[1], alignment: .right)
    }

    /// The time; of a run that has ended long ago, or that nobody tells of any more, when that was.
    private var moment: String {
        let isStill = !context.model.isInContact
        guard context.model.isPast || isStill else { return context.time(context.now) }
        let time = "\(ClockText.date(context.now, utcOffset: context.ui.utcOffset)) \(context.time(context.now))"
        return isStill ? "as of \(time)" : "ended \(time)"
    }

    private var subject: StyledText {
        let run = context.run
        var text = StyledText(" slipway ", .key, .bold)
        guard let pipeline = run.pipeline else { return text + StyledText(" waiting for run \(run.number)", .dim) }
        text += StyledText(" \(pipeline.name) ", .heading, .bold) + StyledText("\(run.number)", .heading, .bold)
        if let environment = context.outlook?.environment {
            text += StyledText(" \(context.symbols.arrow) ", .dim) + StyledText("\(environment)", .heading, .bold)
        }
        if let change = run.change {
            text += StyledText(" · ", .dim)
            if let commit = change.commit { text += StyledText("\(commit.prefix(7)) ", .link) }
            text += StyledText(String(change.title.prefix(200)), .text)
        }
        return text
    }

    /// What needs a person's eye stands out from the bar.
    private var badge: StyledText {
        let sign = StatusSign(context.model, context.symbols)
        let isCalm = context.run.phase == .running && sign.role == .succeeded
        let style =
            isCalm
            ? Style(sign.role, on: .bar, .bold)
            : Style(foreground: .role(.background), background: .role(sign.role), attributes: .bold)
        return StyledText(" \(sign.glyph) \(sign.word) ", style: style)
    }
}
