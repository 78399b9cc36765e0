/// The part of an output that a log page has at hand: bounded, and anywhere in it.
struct LogWindow: Equatable, Sendable {
    private(set) var lines: [OutputLine] = []
    /// The first line in view; `nil` follows the end.
    private(set) var top: Int?
    /// How far the output has come.
    private(set) var whole: UInt64 = 0
    private(set) var isRunning = true
    /// Whether anything of it is kept.
    private(set) var isThere = false
    /// Whether what comes before the first line was asked for in vain.
    private var reachedStart = false

    /// How many bytes are at hand at most, beside those in view.
    static let most: UInt64 = 1 << 20

    var start: UInt64 { lines.first?.start ?? 0 }
    /// Where to read on: a line that may have grown is read again.
    var resumption: UInt64 { lines.last.map { $0.isOpen ? $0.start : $0.end } ?? 0 }
    var hasStart: Bool { start == 0 || reachedStart }
    var hasEnd: Bool { (lines.last?.end ?? 0) >= whole }

    /// The first line in view where there are so many rows.
    func first(rows: Int) -> Int { min(top ?? .max, max(0, lines.count - rows)) }

    /// The line in view that a search goes on from.
    func place(of line: UInt64) -> Int? { lines.firstIndex { !$0.isGap && $0.start <= line && line < $0.end } }

    /// Follows the end from now on.
    mutating func follow() { top = nil }

    /// Shows a line, a few others above it.
    mutating func show(_ index: Int, rows: Int) { top = max(0, index - rows / 3) }

    /// Moves the view; at the end it follows again.
    mutating func move(_ movement: ScrollMovement, rows: Int) {
        let wanted = first(rows: rows) + movement.distance(page: max(1, rows - 1), all: max(lines.count, rows))
        let last = max(0, lines.count - rows)
        top = (wanted >= last || last == 0) && hasEnd ? nil : min(max(wanted, 0), last)
    }
}

// MARK: - What comes in

extension LogWindow {
    /// The end of the output, in place of what was at hand.
    mutating func takeEnd(_ piece: OutputPiece) {
        learn(piece)
        var fresh = OutputLine.lines(of: piece, beginsALine: false)
        if piece.end < piece.whole { fresh.append(.gap(from: piece.end, to: piece.whole)) }
        // What printed nothing new keeps what was read before it.
        guard fresh.last != lines.last || top != nil else { return }
        (lines, top, reachedStart) = (fresh, nil, false)
    }

    /// The output from the beginning of some line on, in place of what was at hand.
    mutating func takeStart(_ piece: OutputPiece, from line: UInt64) {
        (lines, top, reachedStart) = ([], 0, false)
        add(piece, after: line)
    }

    /// What follows on ``resumption``.
    mutating func append(_ piece: OutputPiece) {
        let (end, known) = (resumption, lines.last?.end)
        if lines.last?.isOpen == true { lines.removeLast() }
        add(piece, after: end)
        // It did not grow though there is more: the rest of it is not kept.
        if let last = lines.last, last.end == known, !hasEnd { lines[lines.count - 1].isOpen = false }
        forgetStart()
    }

    private mutating func add(_ piece: OutputPiece, after end: UInt64) {
        learn(piece)
        if piece.offset > end { lines.append(.gap(from: end, to: piece.offset)) }
        lines += OutputLine.lines(of: piece, beginsALine: piece.offset == end)
        // Where nothing is to be had, nothing more is asked for.
        if piece.bytes.isEmpty { whole = lines.last?.end ?? 0 }
    }

    /// What is far above the view.
    private mutating func forgetStart() {
        let size = (lines.last?.end ?? 0) - start
        guard let view = top, size > Self.most else { return }
        let excess = start + (size - Self.most)
        let count = min(view, lines.firstIndex { $0.end > excess } ?? 0)
        lines.removeFirst(count)
        top = view - count
        if count > 0 { reachedStart = false }
    }

    /// What comes before ``start``.
    mutating func prepend(_ piece: OutputPiece) {
        learn(piece)
        var earlier = OutputLine.lines(of: piece, beginsALine: false)
        guard let last = earlier.last else {
            reachedStart = true
            return
        }
        if last.end < start { earlier.append(.gap(from: last.end, to: start)) }
        lines = earlier + lines
        top = top.map { $0 + earlier.count }
        while let view = top, lines.count > view + 500, lines[lines.count - 1].start - start > Self.most {
            lines.removeLast(64)
        }
    }

    private mutating func learn(_ piece: OutputPiece) {
        (whole, isRunning, isThere) = (max(piece.whole, piece.end), piece.isRunning, true)
    }
}
