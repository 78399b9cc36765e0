import Dashboard
import Foundation
import Values

/// A screen with every widget, to look at and to compare themes.
enum Gallery {
    enum Page {
        case dashboard
        case dialog
        case help
    }

    static func render(_ page: Page, isASCII: Bool, size: Size) -> CellBuffer {
        var buffer = CellBuffer(size: size)
        let symbols: Symbols = isASCII ? .ascii : .unicode
        let rows = buffer.bounds.rows([.fixed(1), .fixed(11), .flexible(minimum: 8), .fixed(1)])
        drawHeader(into: &buffer, rows[0], symbols)
        let top = rows[1].columns([.fixed(32), .flexible])
        drawPipeline(into: &buffer, top[0], symbols)
        drawTraffic(into: &buffer, top[1], symbols)
        let bottom = rows[2].columns([.fixed(32), .flexible])
        drawRequests(into: &buffer, bottom[0], symbols)
        drawHealth(into: &buffer, bottom[1], symbols)
        buffer.draw(keys.footer(in: ()), in: rows[3])
        switch page {
        case .dashboard: break
        case .dialog: drawDialog(into: &buffer, symbols)
        case .help: drawHelp(into: &buffer, symbols)
        }
        return buffer
    }

    private static let keys = KeyTable<Void, String>([
        KeyBinding(
            "approve", [.character("a")], label: "approve", help: "Approve the gate; the evidence is shown first.",
            section: "Release", action: "approve", disabledReason: { "nothing waits for approval" }),
        KeyBinding(
            "halt", [.character("h")], label: "halt", help: "Freeze the split where it is, at once.",
            section: "Release", action: "halt"),
        KeyBinding(
            "rollback", [.character("r")], label: "roll back",
            help: "Take all traffic back to stable; asks once.", section: "Release", action: "roll back"),
        KeyBinding(
            "logs", [.character("l")], label: "logs", help: "Show the output of the selected step.",
            section: "Screens", action: "logs"),
        KeyBinding(
            "quit", [.character("q"), .control("c")], label: "quit", help: "Leave; the release goes on.",
            section: "Screens", action: "quit"),
        KeyBinding(
            "help", [.character("?")], label: "help", help: "Show all keys.", section: "Screens", action: "help"),
    ])

    private static func drawHeader(into buffer: inout CellBuffer, _ rect: Rect, _ symbols: Symbols) {
        buffer.fill(rect, style: Style(on: .bar))
        let left =
            StyledText(" slipway ", style: Style(.background, on: .focus, .bold))
            + StyledText("  shop #128", style: Style(.heading, on: .bar, .bold))
            + StyledText("  4f2c1a9 Add gift cards", style: Style(.text, on: .bar))
            + StyledText("  production", style: Style(.dim, on: .bar))
        buffer.write(left, in: rect)
        let right =
            StyledText("12:04:31  ", style: Style(.dim, on: .bar))
            + StyledText("\(symbols.live) live", style: Style(.succeeded, on: .bar, .bold))
            + StyledText("  boring streak 27 ", style: Style(.text, on: .bar))
        buffer.write(right, in: rect, alignment: .right)
    }

    private static func drawPipeline(into buffer: inout CellBuffer, _ rect: Rect, _ symbols: Symbols) {
        buffer.draw(
            Box(
                StyledText("Pipeline", .heading, .bold), footer: StyledText("1m04s", .dim), isFocused: true,
                symbols: symbols),
            in: rect)
        let steps: [(String, Role, String, String)] = [
            (symbols.succeeded, .succeeded, "source", "0.4s"), (symbols.succeeded, .succeeded, "build", "41s"),
            (symbols.succeeded, .succeeded, "test", "1m12s"), (symbols.failed, .failed, "audit", "12s"),
            (symbols.warning, .warning, "load", "p95 41ms"), (symbols.waiting, .awaitingApproval, "approval", "ana"),
            (Spinner(now: .milliseconds(300), symbols: symbols).sign, .running, "production", "1m04s"),
            (symbols.queued, .queued, "watch", ""),
        ]
        let lines = steps.map { sign, role, name, time in
            StyledText("\(sign) ", role, .bold) + StyledText("\(name) ", .text) + StyledText(time, .dim)
        }
        buffer.draw(Paragraph(lines, symbols: symbols), in: Box.interior(of: rect).inset(columns: 1))
    }

    private static func drawTraffic(into buffer: inout CellBuffer, _ rect: Rect, _ symbols: Symbols) {
        buffer.draw(
            Box(StyledText("Traffic", .heading, .bold), trailing: StyledText("4,212 req/s", .dim), symbols: symbols),
            in: rect)
        let inside = Box.interior(of: rect).inset(columns: 1)
        let versions: [(String, Double, Role)] = [("stable 1.41.0", 0.75, .stable), ("canary 1.42.0", 0.25, .canary)]
        for (index, version) in versions.enumerated() {
            let places = inside.line(index * 2).columns([.fixed(13), .flexible, .fixed(4)], gap: 1)
            buffer.write(StyledText(version.0, version.2, .bold), in: places[0])
            buffer.draw(Bar(share: version.1, colour: version.2, symbols: symbols), in: places[1])
            buffer.write(StyledText("\(Int(version.1 * 100))%", .text), in: places[2], alignment: .right)
        }
        let graph = Rect(column: inside.column, row: inside.row + 4, columns: inside.columns, rows: 4)
        let samples = (0..<300).map { Double?(40 + 30 * sin(Double($0) / 9) + 12 * sin(Double($0) / 2.3)) }
        buffer.draw(
            Sparkline(samples, top: 90, low: .stable, high: .canary, form: symbols.isASCII ? .ascii : .braille),
            in: graph)
    }

    private static func drawRequests(into buffer: inout CellBuffer, _ rect: Rect, _ symbols: Symbols) {
        buffer.draw(Box(StyledText("Hosts", .heading, .bold), symbols: symbols), in: rect)
        let lines = (1...6).map { number in
            StyledText("web-\(number) ", .text) + StyledText(String(repeating: symbols.filledSquare, count: 2), .stable)
                + StyledText(number > 4 ? symbols.halfSquare : symbols.filledSquare, number > 4 ? .canary : .stable)
                + StyledText(symbols.emptySquare, .dim)
        }
        buffer.draw(Paragraph(lines, symbols: symbols), in: Box.interior(of: rect).inset(columns: 1))
    }

    private static func drawHealth(into buffer: inout CellBuffer, _ rect: Rect, _ symbols: Symbols) {
        buffer.draw(Box(StyledText("Health", .heading, .bold), symbols: symbols), in: rect)
        let inside = Box.interior(of: rect).inset(columns: 1)
        let rules: [(String, Double?, String, Role)] = [
            ("errors", 0.12, "healthy", .succeeded), ("latency p99", 0.55, "inconclusive", .warning),
            ("memory", 1, "unhealthy", .failed), ("prometheus", nil, "no data", .dim),
        ]
        for (index, rule) in rules.enumerated() {
            let places = inside.line(index * 2).columns([.fixed(12), .flexible, .fixed(16), .fixed(14)], gap: 2)
            buffer.write(StyledText(rule.0, .text), in: places[0])
            let samples = (0..<80).map {
                ($0 * $0 + index * 7) % 13 == 0 ? nil : Double?(Double(($0 * 31 + index) % 11))
            }
            buffer.draw(
                Sparkline(rule.1 == nil ? [] : samples, low: rule.3, form: symbols.isASCII ? .ascii : .braille),
                in: places[1])
            buffer.draw(Gauge(share: rule.1, symbols: symbols), in: places[2])
            let sign = [symbols.succeeded, symbols.unknown, symbols.failed, symbols.unknown][index]
            buffer.write(StyledText("\(sign) \(rule.2)", rule.3, .bold), in: places[3])
        }
    }

    private static func drawDialog(into buffer: inout CellBuffer, _ symbols: Symbols) {
        let lines: [StyledText] = [
            StyledText("production", .heading, .bold) + StyledText(" goes back to ", .text)
                + StyledText("1.41.0", .stable),
            "",
            StyledText("traffic   25 % \(symbols.arrow) 0 % now", .text),
            StyledText("stable    8/8 ready, kept whole", .text),
        ]
        buffer.draw(
            Dialog(
                title: "Roll back?", lines: lines, buttons: ["Cancel", "Roll back"], frame: .failed, symbols: symbols),
            in: buffer.bounds)
    }

    private static func drawHelp(into buffer: inout CellBuffer, _ symbols: Symbols) {
        let page = keys.help(in: ())
        let place = buffer.bounds.centred(Size(columns: 76, rows: page.rows + 2))
        buffer.draw(
            Box(StyledText("Keys", .heading, .bold), footer: StyledText("Esc back", .dim), symbols: symbols), in: place)
        buffer.draw(page, in: Box.interior(of: place).inset(columns: 1))
    }
}
