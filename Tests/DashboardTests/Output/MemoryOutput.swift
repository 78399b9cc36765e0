import Delivery

@testable import Dashboard

/// An output that is kept in memory; the bytes of `gap` are not.
struct MemoryOutput: DashboardSource {
    var bytes: [UInt8]
    var isRunning = true
    var gap: Range<Int>?

    init(_ text: String, isRunning: Bool = true) {
        bytes = Array(text.utf8)
        self.isRunning = isRunning
    }

    /// Numbered lines.
    init(lines: Int, isRunning: Bool = true) {
        self.init((1...lines).map { "line \($0)\n" }.joined(), isRunning: isRunning)
    }

    func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord] { [] }

    func output(of owner: OutputOwner, in run: RunNumber, _ place: OutputPlace, limit: Int) async throws -> OutputPiece?
    {
        switch place {
        case .end: last(limit, before: bytes.count)
        case .before(let offset): last(limit, before: Int(offset))
        case .from(let offset): first(limit, from: Int(offset))
        }
    }

    private func last(_ limit: Int, before bound: Int) -> OutputPiece {
        var (start, end) = (0, bound)
        if let gap, gap.lowerBound < end {
            (start, end) = end > gap.upperBound ? (gap.upperBound, end) : (0, gap.lowerBound)
        }
        return piece(max(start, end - limit)..<end)
    }

    private func first(_ limit: Int, from offset: Int) -> OutputPiece {
        let start = gap.flatMap { $0.contains(offset) ? $0.upperBound : nil } ?? min(offset, bytes.count)
        let end = gap.flatMap { start < $0.lowerBound ? $0.lowerBound : nil } ?? bytes.count
        return piece(start..<min(end, start + limit))
    }

    private func piece(_ range: Range<Int>) -> OutputPiece {
        OutputPiece(
            offset: UInt64(range.lowerBound), bytes: Array(bytes[range]), whole: UInt64(bytes.count),
            isRunning: isRunning)
    }
}

extension OpenScreen {
    /// Time passes, and what the page on top asks for is answered, until it asks for nothing more.
    mutating func look(at source: some DashboardSource) async {
        if let request = ui.tick(model) { requests.append(request) }
        await answer(from: source)
    }

    /// Answers what was asked last, and what is asked then.
    mutating func answer(from source: some DashboardSource) async {
        while case .ask(let question, let page)? = requests.last {
            requests.removeLast()
            if let request = ui.take(await source.answer(to: question), for: page, model) { requests.append(request) }
        }
    }
}
