import Delivery
import Values

/// The rungs of a release on its way to all traffic: `5% ✔ ─ 25% ● ─ 50% ○ ─ 100% ○`.
struct LadderTrack {
    let context: ViewContext

    /// One stop and how it stands.
    private struct Stop {
        let share: Share
        let sign: StatusSign
    }

    /// As wide as there is room: the line between two stops grows with it, and the middle shows the current stop when
    /// not all fit.
    func text(width: Int) -> StyledText {
        let stops = stops
        guard let outlook = context.outlook, !stops.isEmpty else { return "" }
        let labels = stops.map { "\($0.share) \($0.sign.glyph)".cellWidth }
        let gaps = stops.count - 1
        let spare = gaps > 0 ? (width - labels.reduce(0, +)) / gaps : 0
        guard spare < 3, gaps > 0 else { return joined(stops, line: spare - 2) }
        let current = min(outlook.release?.rungIndex ?? 0, stops.count - 1)
        let near = stops[max(0, current - 1)...min(stops.count - 1, current + 1)]
        return StyledText("\(current + 1)/\(stops.count)  ", .dim) + joined(Array(near), line: 1)
    }

    /// What follows this step, and what happens if it goes wrong.
    var prospect: StyledText {
        guard let release = context.release else { return "" }
        let next =
            release.rung == nil ? "nothing" : release.ladder.rung(at: release.rungIndex + 1)?.exposure.description
        let end = release.settings.rollback.automatic ? "rolls back" : "halts"
        return StyledText("then \(next ?? "\(Share.all)") · \(end) by itself when unhealthy", .dim)
    }

    private func joined(_ stops: [Stop], line: Int) -> StyledText {
        var text = StyledText("")
        for (index, stop) in stops.enumerated() {
            if index > 0 {
                let isDone = stops[index - 1].sign.role == .succeeded
                let dashes = String(repeating: context.symbols.dash, count: line)
                text += StyledText(" \(dashes) ", isDone ? .succeeded : .border)
            }
            let isAhead = stop.sign.role == .queued
            text += StyledText("\(stop.share) ", isAhead ? .dim : .text, isAhead ? [] : .bold) + stop.sign.mark
        }
        return text
    }

    private var stops: [Stop] {
        guard let outlook = context.outlook else { return [] }
        let shares = outlook.ladder.rungs.map(\.exposure.share) + [.all]
        return shares.enumerated().map { index, share in
            Stop(share: share, sign: sign(ofStop: index, isLast: index == shares.count - 1))
        }
    }

    private func sign(ofStop index: Int, isLast: Bool) -> StatusSign {
        let symbols = context.symbols
        let ahead = StatusSign(.queued, nil, symbols)
        guard let release = context.release else { return ahead }
        if index < release.rungIndex { return StatusSign(.succeeded, symbols) }
        // Promoted without having passed it: by a person, or because stable does not answer.
        if !isLast, release.isPromoted || release.phase == .promoting { return .passedOver(symbols) }
        if release.isRollingBack {
            let isReached = release.isPromoted || index == release.rungIndex && !isLast && release.wasExposed
            return isReached ? StatusSign(.rolledBack, symbols) : ahead
        }
        if release.isPromoted { return StatusSign(.succeeded, symbols) }
        let isCurrent = release.phase == .promoting ? isLast : !isLast && index == release.rungIndex
        guard isCurrent, release.wasExposed else { return ahead }
        return release.isHalted
            ? StatusSign(.halted, nil, symbols) : StatusSign(.running, nil, symbols).standing(context)
    }
}

extension StatusSign {
    fileprivate static func passedOver(_ symbols: Symbols) -> StatusSign {
        StatusSign(glyph: symbols.skipped, word: "passed over", role: .dim)
    }
}
