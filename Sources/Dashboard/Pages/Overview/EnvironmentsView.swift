import Delivery
import Values
import Wording

/// Every environment: a line of what its users have, and below it what is to be known of it.
struct EnvironmentsView: Panel {
    let context: ViewContext
    let page: OverviewPage

    func wantedRows(columns: Int) -> Int { max(1, lines(columns: columns - 4).count) + 2 }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let footer = page.watch.latest == nil ? nil : page.watch.problem.map { StyledText($0, .warning) }
        let inside = context.panel("Environments", footer: footer ?? "", rect, into: &buffer)
        var lines = lines(columns: inside.columns)
        if lines.isEmpty {
            lines = [page.watch.latest == nil ? page.watch.placeholder : StyledText("nothing was released yet", .dim)]
        }
        if lines.count > inside.rows, inside.rows > 0 {
            let left = lines.count - inside.rows + 1
            lines =
                lines.prefix(inside.rows - 1)
                + [StyledText("\(NumberText.count(left, "line")) more: slipway status", .dim)]
        }
        Paragraph(lines, symbols: context.symbols).draw(into: &buffer, inside)
    }

    private func lines(columns: Int) -> [StyledText] {
        guard let overview = page.watch.latest else { return [] }
        let names = Set(overview.ledger.environments.keys).union(overview.ledger.freezes.keys).sorted()
        let width = min(20, names.map(\.rawValue.cellWidth).max() ?? 0)
        return names.flatMap { name in
            let record = overview.ledger.environments[name]
            let head = head(name, record, overview, width)
            return [head] + remarks(name, record, overview).flatMap { wrapped($0, columns) }
        }
    }

    private func head(
        _ name: EnvironmentName, _ record: EnvironmentRecord?, _ overview: StateOverview, _ width: Int
    ) -> StyledText {
        let sign = sign(record, overview.services[name], overview)
        let padding = String(repeating: " ", count: max(0, width - name.rawValue.cellWidth))
        var text = sign.mark + StyledText(" \(name)\(padding)  ", .heading, .bold)
        guard let record, let stable = record.stable else { return text + StyledText("nothing yet", .dim) }
        text += StyledText(stable.artifact.version, .stable, .bold)
        text += StyledText(" (\(stable.artifact.digest.short))", .dim)
        if let since = record.since { text += StyledText(" for \(max(.zero, context.ui.now - since).brief)", .dim) }
        return text + "  " + StyledText(sign.word, sign.role)
    }

    /// What it can't know it doesn't colour green.
    private func sign(
        _ record: EnvironmentRecord?, _ note: ServiceNote?, _ overview: StateOverview
    ) -> StatusSign {
        let symbols = context.symbols
        guard let record, let stable = record.stable else {
            return StatusSign(glyph: symbols.queued, word: "nothing yet", role: .queued)
        }
        let all = stable.instances.count
        if record.takenDown != nil { return StatusSign(glyph: symbols.halted, word: "taken down", role: .warning) }
        if let note, note.answering == nil {
            return StatusSign(glyph: symbols.unknown, word: "nobody can tell whether it answers", role: .warning)
        }
        let count = note?.answering ?? record.answering
        let word = NumberText.answering(count, of: all)
        if count == 0 || note?.isDown == true || record.routerTrouble != nil {
            return StatusSign(glyph: symbols.failed, word: word, role: .failed)
        }
        guard count == all else { return StatusSign(glyph: symbols.warning, word: word, role: .warning) }
        guard note != nil, note?.trouble == nil else {
            return StatusSign(glyph: symbols.live, word: word, role: note == nil ? .dim : .warning)
        }
        return StatusSign(glyph: symbols.live, word: word, role: .succeeded)
    }

    /// What is wrong comes first.
    private func remarks(
        _ name: EnvironmentName, _ record: EnvironmentRecord?, _ overview: StateOverview
    ) -> [(String, Role)] {
        let note = overview.services[name]
        var remarks: [(String, Role)] = []
        if let trouble = note?.trouble { remarks.append((trouble, note?.isDown == true ? .failed : .warning)) }
        if let freeze = overview.ledger.freezes[name] {
            remarks.append(("frozen by \(freeze.by): \(freeze.reason)", .warning))
        }
        if let number = record?.releasing { remarks.append((releasing(number, name, overview), .running)) }
        return remarks + (note?.remarks ?? []).map { ($0, .text) }
    }

    private func releasing(_ number: RunNumber, _ name: EnvironmentName, _ overview: StateOverview) -> String {
        guard let release = overview.runs.first(where: { $0.number == number })?.release(in: name) else {
            return "run \(number) is releasing"
        }
        let share = overview.isCarriedOut ? " at \(release.split)" : "; nobody carries it out"
        return "run \(number) is releasing \(release.plan.artifact.version)\(share)"
    }

    private func wrapped(_ remark: (String, Role), _ columns: Int) -> [StyledText] {
        Paragraph.wrap(remark.0, width: max(20, columns - 4)).map { StyledText("    \($0)", remark.1) }
    }
}

extension EnvironmentRecord {
    /// Since when users have what is in service.
    fileprivate var since: Timestamp? {
        versions.last { $0.wasInService && $0.run == stable?.run }?.time
    }
}
