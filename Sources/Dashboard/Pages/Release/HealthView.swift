import Delivery
import Judge
import Wording

/// Every health rule with stable beside the candidate, and how strong the case against the candidate is.
struct HealthView: Panel {
    let context: ViewContext

    /// Rows that it takes, with its frame.
    var wantedRows: Int {
        let rules = context.outlook?.settings.health.count ?? 1
        return rules + (context.release == nil ? 2 : 3)
    }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard let release = context.release else { return drawPlan(into: &buffer, rect) }
        let inside = context.panel("Health", footer: footer(release), rect, into: &buffer)
        let readings = release.health.rules.map { RuleReading($0, in: release, context.symbols) }
        let series = SecondSeries(release, now: context.now, count: 2 * inside.columns)
        let titles = Rect(column: inside.column, row: rect.row, columns: inside.columns, rows: 1)
        drawTitles(HealthColumns(titles), SideNames(release), &buffer)
        // What decides is always there; where rules have no room, the calmest are left out.
        let shown = RuleReading.mostUrgent(readings, count: inside.rows - 1)
        for (index, reading) in shown.enumerated() {
            draw(reading, series, HealthColumns(inside.line(index)), into: &buffer)
        }
        let last = inside.line(min(readings.count, inside.rows - 1))
        draw(RuleReading(all: release, context.symbols), series, HealthColumns(last), into: &buffer)
    }

    private func drawTitles(_ columns: HealthColumns, _ names: SideNames, _ buffer: inout CellBuffer) {
        for (title, place) in [(names.stable, columns.stable), (names.candidate, columns.candidate)] {
            let wider = Rect(column: place.column, row: place.row, columns: place.columns + 1, rows: 1)
            buffer.write(StyledText(" \(title) ", .dim), in: wider, alignment: .right)
        }
        buffer.write(
            " evidence ", column: columns.gauge.column - 1, row: columns.gauge.row, style: Style(.dim))
    }

    /// What is wrong with the numbers; otherwise by which of them the release is decided, where there are several.
    private func footer(_ release: ReleaseState) -> StyledText {
        if let trouble = release.health.logTrouble {
            return StyledText("\(context.symbols.warning) \(trouble)", .warning)
        }
        let count = release.health.lostLogs
        guard count > 0 else { return decision(release) }
        return StyledText("\(context.symbols.warning) \(NumberText.count(count, "request")) unseen", .warning)
    }

    private func decision(_ release: ReleaseState) -> StyledText {
        guard release.health.rules.count(where: { $0.evidence != nil }) > 1 else { return "" }
        let limit = NumberText.grouped(Int((1 / Health.falseAlarmRate).rounded()))
        let act = release.settings.rollback.automatic ? "rolls back" : "halts"
        return StyledText("together is the mean; \(limit) : 1 \(act)", .dim)
    }

    private func draw(
        _ reading: RuleReading, _ series: SecondSeries, _ columns: HealthColumns, into buffer: inout CellBuffer
    ) {
        let style = reading.isTotal ? Style(.heading, .bold) : Style(.text, [])
        buffer.write(StyledText(reading.name, style: style), in: columns.name)
        if let measure = reading.measure {
            let stable = series.values(measure, \.stable)
            let candidate = series.values(measure, \.candidate)
            let top = measure.top(stable, candidate)
            let form = context.sparkForm
            Sparkline(stable, top: top, low: .stable, form: form).draw(into: &buffer, columns.stableGraph)
            Sparkline(candidate, top: top, low: .canary, form: form).draw(into: &buffer, columns.candidateGraph)
        }
        buffer.write(StyledText(reading.stable, reading.stableRole), in: columns.stable, alignment: .right)
        buffer.write(StyledText(reading.candidate, .canary, .bold), in: columns.candidate, alignment: .right)
        drawEvidence(reading, columns, into: &buffer)
        buffer.write(StyledText(reading.limit, .dim), in: columns.limit, ellipsis: context.symbols.ellipsis)
        let sign = context.model.isInContact ? reading.sign : reading.sign.faded
        buffer.write(sign.text, in: columns.sign)
    }

    private func drawEvidence(_ reading: RuleReading, _ columns: HealthColumns, into buffer: inout CellBuffer) {
        guard let evidence = reading.evidence else {
            buffer.write(StyledText(" at once", .dim), in: columns.gauge)
            return
        }
        Gauge(share: EvidenceScale.share(evidence), symbols: context.symbols).draw(into: &buffer, columns.gauge)
        buffer.write(StyledText(NumberText.evidence(evidence), .dim), in: columns.evidence, alignment: .right)
    }

    /// Before a release: what it will be judged by.
    private func drawPlan(into buffer: inout CellBuffer, _ rect: Rect) {
        let inside = context.panel(
            "Health", trailing: StyledText(context.run.result == nil ? "to be judged" : "not judged", .dim), rect,
            into: &buffer)
        let facts = (context.outlook?.settings.health ?? []).map { rule in
            Fact(label: "\(context.symbols.queued) \(rule.name)", text: rule.limitText)
        }
        Paragraph(facts.lines(width: inside.columns), symbols: context.symbols).draw(into: &buffer, inside)
    }
}
