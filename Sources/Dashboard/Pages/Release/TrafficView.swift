import Delivery
import Values
import Wording

/// Who sees which version: a bar a version, the steps, and how far the bake is.
struct TrafficView: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let title = context.outlook.map { "Traffic \($0.environment)\(others)" } ?? "Traffic"
        let frame: Role? =
            context.model.isServiceDown ? .failed : context.release?.isHalted == true ? .warning : nil
        let listen = context.outlook.map { StyledText("\($0.settings.traffic.listen)", .dim) } ?? ""
        let inside = context.panel(title, trailing: listen, frame: frame, rect, into: &buffer)
        guard let outlook = context.outlook else {
            return Paragraph(TrafficStatus(context: context).lines, symbols: context.symbols)
                .draw(into: &buffer, inside)
        }
        var rows = RowCursor(inside, spacious: inside.rows >= 7)
        drawVersions(outlook, &rows, into: &buffer)
        rows.space()
        buffer.write(LadderTrack(context: context).text(width: inside.columns), in: rows.next())
        rows.space()
        for line in TrafficStatus(context: context).lines {
            buffer.write(line, in: rows.next(), ellipsis: context.symbols.ellipsis)
        }
        if let release = context.release, let bake = release.bake, release.phase == .baking, !release.isHalted,
            context.model.isInContact
        {
            drawBake(bake, release, in: rows.next(), into: &buffer)
            buffer.write(LadderTrack(context: context).prospect, in: rows.next(), ellipsis: context.symbols.ellipsis)
        }
    }

    /// The other releases under way, and which of them wants somebody to look; a key shows the next.
    private var others: String {
        guard let next = context.model.nextShown else { return "" }
        let others = context.run.activeReleases.filter { $0.environment != context.release?.environment }
        let halted = others.filter(\.isHalted).map { "\($0.environment) HALTED" }
        let key = context.releaseKeys.key(of: "next-release")
        return " (\(key): \(next)\(halted.isEmpty ? "" : "; \(halted.joined(separator: ", "))"))"
    }

    private func drawVersions(_ outlook: ReleaseOutlook, _ rows: inout RowCursor, into buffer: inout CellBuffer) {
        let lines = VersionLine.both(
            outlook, split: context.release.map(context.split) ?? .none, isStableDown: context.model.isServiceDown)
        let width = lines.map(\.label.cellWidth).max() ?? 0
        for line in lines {
            let parts = rows.next().columns([.fixed(width), .flexible, .fixed(6)], gap: 1)
            let style = Style(line.role, line.share > .none ? .bold : [])
            buffer.write(StyledText(line.label, style: style), in: parts[0], ellipsis: context.symbols.ellipsis)
            Bar(share: line.share.fraction, colour: line.role, symbols: context.symbols)
                .draw(into: &buffer, parts[1])
            let share = StyledText(line.share.description, style: style)
            buffer.write(share, in: parts[2], alignment: .right)
        }
    }

    private func drawBake(
        _ progress: BakeProgress, _ release: ReleaseState, in line: Rect, into buffer: inout CellBuffer
    ) {
        guard let wanted = release.rung?.bake else { return }
        let elapsed = context.now - progress.since
        let clock = "\(ClockText.elapsed(elapsed))/\(ClockText.elapsed(wanted.duration))"
        let requests =
            wanted.requests > 0
            ? "\(NumberText.grouped(release.bakedRequests))/\(NumberText.grouped(wanted.requests)) requests"
            : NumberText.count(release.bakedRequests, "request")
        let label = StyledText("bake ", .dim) + StyledText(clock, .heading, .bold)
        let trailing = StyledText(requests, release.bakedRequests >= wanted.requests ? .text : .warning)
        let parts = line.columns([.fixed(label.width), .flexible, .fixed(trailing.width)], gap: 1)
        buffer.write(label, in: parts[0])
        let time = elapsed.seconds / max(wanted.duration.seconds, 0.001)
        let seen = Double(release.bakedRequests) / Double(max(wanted.requests, 1))
        // Both have to be reached, so what is further behind says how far it is.
        Bar(share: wanted.requests > 0 ? min(time, seen) : time, colour: .running, symbols: context.symbols)
            .draw(into: &buffer, parts[1])
        buffer.write(trailing, in: parts[2], alignment: .right)
    }
}

/// A version, what it is called now, and the share of traffic that it has.
struct VersionLine: Equatable {
    let label: String
    let share: Share
    let role: Role

    /// What users had before, above what they get.
    static func both(_ outlook: ReleaseOutlook, split: Share, isStableDown: Bool) -> [VersionLine] {
        let isIn = outlook.release.map { $0.isPromoted && !$0.isRollingBack } ?? false
        let names = SideNames(outlook.release)
        let candidate = outlook.candidate?.version ?? "–"
        var lines: [VersionLine] = []
        if let stable = outlook.stable {
            let rest = Share(basisPoints: Share.all.basisPoints - split.basisPoints)
            lines.append(
                VersionLine(
                    label: "\(isStableDown && !isIn ? "DOWN" : names.stable) \(stable.artifact.version)", share: rest,
                    role: isStableDown ? .failed : .stable))
        } else {
            lines.append(VersionLine(label: "(no version yet)", share: .none, role: .stable))
        }
        let name = outlook.stable == nil ? "new" : names.candidate
        return lines + [VersionLine(label: "\(name) \(candidate)", share: split, role: isIn ? .stable : .canary)]
    }
}

/// Hands out the rows of a part from the top down.
struct RowCursor {
    private let rect: Rect
    private let isSpacious: Bool
    private var used = 0

    init(_ rect: Rect, spacious: Bool) {
        self.rect = rect
        isSpacious = spacious
    }

    /// The next row; empty when there is none left.
    mutating func next() -> Rect {
        used += 1
        return rect.line(used - 1)
    }

    /// An empty row, where there is room for such.
    mutating func space() {
        if isSpacious { used += 1 }
    }

    /// What is left.
    var rest: Rect {
        Rect(column: rect.column, row: rect.row + used, columns: rect.columns, rows: rect.rows - used)
    }
}
