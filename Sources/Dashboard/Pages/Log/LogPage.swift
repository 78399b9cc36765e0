import Delivery
import Values
import Wording

/// What a step or an instance printed: followed, scrolled and searched.
struct LogPage: Page {
    static let name = "log"

    /// Whose output a person chose; `nil` is what matters most now.
    private(set) var chosen: OutputOwner?
    /// Whose output is at hand.
    private var owner: OutputOwner?
    private(set) var window = LogWindow()
    private var asked: OutputQuestion?
    /// When the end may be asked for again: a host over SSH is not asked all the time.
    private var nextLook = Timestamp(milliseconds: 0)
    private(set) var pattern: OutputPattern?
    /// Where the line begins that was found last.
    private(set) var match: UInt64?
    /// Whether that line is being fetched.
    private var seeks = false
    /// How many characters are scrolled away at the left.
    private(set) var indent = 0

    /// How much is asked for at once.
    static let stride = 64 << 10
    /// So many lines before it would be missed, more is asked for.
    private static let margin = 200

    init(of chosen: OutputOwner? = nil) { self.chosen = chosen }

    func target(in model: DashboardModel) -> OutputTarget? {
        let targets = model.outputTargets
        return targets.first { $0.owner == chosen } ?? model.mainOutput
    }

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        prepare(context)
        switch action {
        case .scroll(let movement): return move(movement, context)
        case .sideways(let distance):
            indent = max(0, indent + distance)
            return nil
        case .search: return .search
        case .next: return find(.on(from: match.map { $0 + 1 } ?? firstInView(context)), context)
        case .previous: return find(.back(from: match ?? firstInView(context)), context)
        case .firstTrouble:
            pattern = .trouble
            return find(.on(from: 0), context)
        case .other(let distance): return show(distance, context)
        }
    }

    mutating func search(_ text: String, _ context: KeyContext) -> PageEffect? {
        prepare(context)
        (pattern, match) = (.text(text), nil)
        return find(.on(from: firstInView(context)), context)
    }

    /// Asks for what is new, while it is followed.
    mutating func tick(_ context: KeyContext) -> PageEffect? {
        prepare(context)
        guard asked == nil, window.top == nil, window.isRunning, nextLook <= context.ui.now else { return nil }
        if case .instance(let id, _)? = owner, id.host != .local { nextLook = context.ui.now + .seconds(1) }
        return ask(.end, context)
    }

    mutating func take(_ answer: PageAnswer, _ context: KeyContext) -> PageEffect? {
        guard case .output(let question, let reply) = answer, question == asked else { return nil }
        asked = nil
        switch (reply, question.subject) {
        case (.piece(let piece?), .piece(let place, _)):
            take(piece, at: place)
            return askAround(context)
        case (.line(let line?), _): return show(line, context)
        case (.line(nil), _): return .say("nothing more was found", .plain)
        case (.piece, _): return nil
        case (.failed(let reason), _): return .say("the output can't be read: \(reason)", .warning)
        }
    }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        let target = target(in: context.model)
        let window = target?.owner == owner ? window : LogWindow()
        buffer.draw(LogView(context: context, page: self, target: target, window: window), in: rect)
    }
}

// MARK: - What is at hand

extension LogPage {
    /// The rows that lines have on the screen.
    private func rows(_ context: KeyContext) -> Int { max(1, context.ui.size.rows - 4) }

    /// Where the first line in view begins.
    private func firstInView(_ context: KeyContext) -> UInt64 {
        let first = window.first(rows: rows(context))
        return window.lines.indices.contains(first) ? window.lines[first].start : 0
    }

    /// Turns to another output where another one is meant by now.
    private mutating func prepare(_ context: KeyContext) {
        let target = target(in: context.model)
        guard target?.owner != owner else { return }
        owner = target?.owner
        (window, asked, match, indent) = (LogWindow(), nil, nil, 0)
        nextLook = Timestamp(milliseconds: 0)
    }

    private mutating func move(_ movement: ScrollMovement, _ context: KeyContext) -> PageEffect? {
        // Who looks around is not taken elsewhere by what begins next.
        chosen = owner
        switch movement {
        case .first where !window.hasStart: return ask(.from(0), context)
        case .last where !window.hasEnd:
            window.follow()
            return ask(.end, context)
        case .up, .down, .pageUp, .pageDown, .first, .last:
            window.move(movement, rows: rows(context))
            return askAround(context)
        }
    }

    /// Asks for what comes before or after what is at hand, in time.
    private mutating func askAround(_ context: KeyContext) -> PageEffect? {
        guard let top = window.top, asked == nil else { return nil }
        if top < Self.margin, !window.hasStart { return ask(.before(window.start), context) }
        let isNearEnd = window.lines.count - top < rows(context) + Self.margin
        return isNearEnd && !window.hasEnd ? ask(.from(window.resumption), context) : nil
    }

    private mutating func ask(_ place: OutputPlace, _ context: KeyContext) -> PageEffect? {
        ask(.piece(place, limit: Self.stride), context)
    }

    private mutating func ask(_ subject: OutputQuestion.Subject, _ context: KeyContext) -> PageEffect? {
        guard let owner else { return nil }
        let question = OutputQuestion(owner: owner, run: context.run.number, subject: subject)
        asked = question
        return .ask(.output(question))
    }

    private mutating func take(_ piece: OutputPiece, at place: OutputPlace) {
        switch place {
        case .end: window.takeEnd(piece)
        case .before: window.prepend(piece)
        case .from(let offset):
            let goesOn = !seeks && offset > 0 && offset == window.resumption
            goesOn ? window.append(piece) : window.takeStart(piece, from: offset)
            seeks = false
        }
    }
}

// MARK: - What is looked for

extension LogPage {
    private mutating func find(_ direction: OutputSearch.Direction, _ context: KeyContext) -> PageEffect? {
        guard let pattern else { return .say("nothing was searched for yet", .warning) }
        chosen = owner
        return ask(.line(OutputSearch(pattern: pattern, direction: direction)), context)
    }

    private mutating func show(_ line: UInt64, _ context: KeyContext) -> PageEffect? {
        match = line
        guard let index = window.place(of: line) else {
            seeks = true
            return ask(.from(line), context)
        }
        window.show(index, rows: rows(context))
        return askAround(context)
    }

    private mutating func show(_ distance: Int, _ context: KeyContext) -> PageEffect? {
        let targets = context.model.outputTargets
        guard !targets.isEmpty else { return nil }
        let current = targets.firstIndex { $0.owner == owner } ?? 0
        chosen = targets[(current + distance + targets.count) % targets.count].owner
        return tick(context)
    }
}
