/// A place in a list that changes under it: it stays on its row, wherever that comes to stand, and where it is when the row goes.
struct ListCursor<ID: Hashable & Sendable>: Sendable {
    private var selected: ID?
    private var lastIndex = 0

    /// How far a page is.
    private static var page: Int { 10 }

    func index(in rows: [ID]) -> Int {
        rows.firstIndex { $0 == selected } ?? min(lastIndex, max(0, rows.count - 1))
    }

    mutating func move(_ movement: ScrollMovement, in rows: [ID]) {
        guard !rows.isEmpty else { return }
        let wanted = index(in: rows) + movement.distance(page: Self.page, all: rows.count)
        lastIndex = min(max(0, wanted), rows.count - 1)
        selected = rows[lastIndex]
    }
}
