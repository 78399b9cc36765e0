import Delivery
import Values
import Wording

/// Every instance: where it runs, where it listens, and how it is.
struct HostsView: Panel {
    let context: ViewContext

    /// An instance in one line.
    private struct Line {
        let id: InstanceID
        let endpoint: Endpoint?
        let sign: StatusSign
        let version: Role
        /// Whether it answered when it was last asked.
        let answers: Bool
        /// What is to be said of who listens on its port.
        let note: ListenerNote?

        /// The same of a time that is over: nothing of it is said as if it were so now.
        var then: Line {
            Line(
                id: id, endpoint: endpoint, sign: sign.then, version: version, answers: false, note: note)
        }
    }

    /// Rows that it takes, with its frame.
    var wantedRows: Int { max(lines.count, 1) + 2 }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let lines = lines
        let inside = context.panel(title, trailing: summary(lines), rect, into: &buffer)
        if lines.isEmpty {
            return Paragraph([StyledText("no instance yet", .dim)]).draw(into: &buffer, inside)
        }
        guard lines.count <= inside.rows else { return drawStrips(lines, in: inside, into: &buffer) }
        for (index, line) in lines.enumerated() {
            draw(line, in: inside.line(index), into: &buffer)
        }
    }

    /// Nobody has looked at them since: what they are now is not known here.
    private var isOutdated: Bool { context.model.isPast || !context.model.isInContact }

    private var title: String {
        guard isOutdated else { return "Hosts" }
        return context.model.isPast ? "Hosts at its end" : "Hosts when last seen"
    }

    private func summary(_ lines: [Line]) -> StyledText {
        guard !lines.isEmpty, !isOutdated else { return "" }
        let down = lines.filter { $0.sign.role == .failed }.count
        if down > 0 { return StyledText("\(context.symbols.failed) \(down) down", .failed, .bold) }
        let ready = lines.filter(\.answers).count
        // Before a release nobody here asks; only what was found not to answer is known.
        if context.release == nil { return "" }
        return StyledText("\(ready)/\(lines.count) ready", .dim)
    }

    private var lines: [Line] {
        let lines = currentLines
        return isOutdated ? lines.map(\.then) : lines
    }

    private var currentLines: [Line] {
        guard let outlook = context.outlook else { return [] }
        guard let release = outlook.release else {
            let down = Set((outlook.record?.down ?? []).map(\.instance))
            return (outlook.stable?.instances ?? []).map {
                let isDown = down.contains($0.id)
                let sign = isDown ? StatusSign(down: context.symbols) : StatusSign(recorded: context.symbols)
                return Line(
                    id: $0.id, endpoint: $0.endpoint, sign: sign, version: .stable, answers: false,
                    note: outlook.stable?.listenerNote)
            }
        }
        let down = release.isStableUnknown ? Set((outlook.record?.down ?? []).map(\.instance)) : []
        return release.leaving.map {
            line($0, .stable, isUnknown: release.isStableUnknown, wasDown: down.contains($0.id))
        }
            + release.instances.map { line($0, .canary) }
    }

    /// Whether slot and number alone would call two instances the same.
    private var isOnSeveralHosts: Bool { Set(lines.map(\.id.host)).count > 1 }

    private func line(
        _ instance: InstanceState, _ version: Role, isUnknown: Bool = false, wasDown: Bool = false
    ) -> Line {
        let isReady = instance.phase == .ready
        let sign =
            if isReady, instance.outage != nil || wasDown {
                StatusSign(down: context.symbols)
            } else if isReady, isUnknown {
                StatusSign(asked: context.symbols)
            } else {
                StatusSign(instance.phase, context.symbols)
            }
        return Line(
            id: instance.id, endpoint: instance.endpoint, sign: sign, version: version,
            answers: isReady && instance.outage == nil && !isUnknown, note: instance.listenerNote)
    }

    private func draw(_ line: Line, in rect: Rect, into buffer: inout CellBuffer) {
        let isWide = rect.columns >= 40
        let name = isWide || isOnSeveralHosts ? line.id.description : "\(line.id.slot.rawValue)-\(line.id.index + 1)"
        let endpoint = line.endpoint.map { isWide ? "\($0)" : ":\($0.port)" } ?? ""
        let word = StyledText(line.sign.word, line.sign.role)
        let room = rect.columns - name.cellWidth - word.width - 4
        let facts = [endpoint, line.note?.short ?? ""].filter { !$0.isEmpty }
        // Where not all has room, what is to be said comes before the place.
        let shown = [facts.joined(separator: "  "), facts.last ?? ""].first { $0.cellWidth <= room } ?? ""
        let places = rect.columns([.fixed(2), .fixed(name.cellWidth), .flexible, .fixed(word.width)])
        buffer.write(line.sign.mark, in: places[0])
        buffer.write(StyledText(name, line.version), in: places[1], ellipsis: context.symbols.ellipsis)
        buffer.write(StyledText(" \(shown)", .dim), in: places[2])
        buffer.write(word, in: places[3], alignment: .right)
    }

    /// Many instances: a sign each, a line a slot.
    private func drawStrips(_ lines: [Line], in rect: Rect, into buffer: inout CellBuffer) {
        let groups = Dictionary(grouping: lines, by: \.id.slot)
        for (index, slot) in Slot.allCases.filter({ groups[$0] != nil }).enumerated() {
            let members = groups[slot] ?? []
            let ready = members.filter(\.answers).count
            var text = StyledText("\(slot.rawValue) ", members[0].version)
            text += StyledText("\(ready)/\(members.count) ", .text, .bold)
            for member in members { text += member.sign.mark }
            buffer.write(text, in: rect.line(index), ellipsis: context.symbols.ellipsis)
        }
    }
}
