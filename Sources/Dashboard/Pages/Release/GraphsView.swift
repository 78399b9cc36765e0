import Delivery
import Judge
import Values
import Wording

/// The last minutes as graphs: requests, errors and latency, stable above the candidate on the same scale.
struct GraphsView: Panel {
    let context: ViewContext

    private struct Graph {
        let title: String
        /// Where there is little room.
        var brief: String?
        let measure: RuleReading.Measure
        let stable: String
        let candidate: String
    }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard let release = context.release else { return }
        let places = Box.interior(of: rect).inset(columns: 1)
            .columns(Array(repeating: .flexible, count: 3), gap: 3)
        let span = Duration.seconds((places.first?.columns ?? 0) * (context.symbols.isASCII ? 1 : 2))
        _ = context.panel(
            context.model.isInContact ? "Last \(span.brief)" : "Last \(span.brief) seen", rect, into: &buffer)
        let series = SecondSeries(release, now: context.now, count: 2 * rect.columns)
        for (graph, place) in zip(graphs(release, series), places) {
            draw(graph, series, SideNames(release), in: place, into: &buffer)
        }
    }

    private func graphs(_ release: ReleaseState, _ series: SecondSeries) -> [Graph] {
        let health = release.health
        return [
            Graph(
                title: "requests", brief: "req", measure: .requests,
                stable: NumberText.perSecond(series.rate(\.stable, last: 5)),
                candidate: NumberText.perSecond(series.rate(\.candidate, last: 5))),
            Graph(
                title: "errors", measure: .errorRate, stable: NumberText.rate(health.stable.outcomes),
                candidate: NumberText.rate(health.candidate.outcomes)),
            Graph(
                title: "p99", measure: .p99, stable: RuleReading.p99(health.stable),
                candidate: RuleReading.p99(health.candidate)),
        ]
    }

    private func draw(
        _ graph: Graph, _ series: SecondSeries, _ names: SideNames, in rect: Rect, into buffer: inout CellBuffer
    ) {
        let stable = series.values(graph.measure, \.stable)
        let candidate = series.values(graph.measure, \.candidate)
        // Exposure differs between the sides, so their traffic has scales of its own; rates share one.
        let top = graph.measure == .requests ? nil : graph.measure.top(stable, candidate)
        let halves = rect.rows([.flexible, .flexible])
        let sides: [(String, String, Role, [Double?])] = [
            (names.stable, graph.stable, .stable, stable), (names.candidate, graph.candidate, .canary, candidate),
        ]
        for ((name, value, role, samples), half) in zip(sides, halves) {
            let number = StyledText(value, role, .bold)
            let parts = half.line(0).columns([.flexible, .fixed(number.width)], gap: 1)
            let isTight = graph.title.cellWidth + 1 + name.cellWidth > parts[0].columns
            let title = isTight ? graph.brief ?? graph.title : graph.title
            buffer.write(StyledText("\(title) ", .dim) + StyledText(name, role), in: parts[0])
            buffer.write(number, in: parts[1], alignment: .right)
            let area = Rect(column: half.column, row: half.row + 1, columns: half.columns, rows: half.rows - 1)
            Sparkline(samples, top: top, low: role, form: context.sparkForm).draw(into: &buffer, area)
        }
    }
}
