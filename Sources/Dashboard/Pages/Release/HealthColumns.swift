/// Where the columns of the health panel are; some are there only where there is room.
struct HealthColumns {
    let name: Rect
    let stableGraph: Rect
    let stable: Rect
    let candidateGraph: Rect
    let candidate: Rect
    let gauge: Rect
    let evidence: Rect
    let limit: Rect
    let sign: Rect

    init(_ line: Rect) {
        let isWide = line.columns >= 72
        let isWidest = line.columns >= 110
        let graph = Length.flexible(weight: 2, minimum: isWide ? 8 : 4)
        let lengths: [Length] = [
            .fixed(isWide ? 11 : 10), isWide ? graph : .fixed(0), .fixed(isWide ? 8 : 7), graph,
            .fixed(isWide ? 8 : 7), .fixed(1),
            .flexible(weight: 2, minimum: 9), isWide ? .fixed(12) : .fixed(0), isWidest ? .fixed(26) : .fixed(0),
            .fixed(12),
        ]
        let places = line.columns(lengths)
        name = places[0]
        stableGraph = places[1]
        stable = places[2]
        candidateGraph = Self.afterGap(places[3])
        candidate = places[4]
        gauge = places[6]
        evidence = places[7]
        limit = places[8].inset(columns: 2)
        sign = Self.afterGap(places[9])
    }

    private static func afterGap(_ rect: Rect) -> Rect {
        Rect(column: rect.column + 1, row: rect.row, columns: rect.columns - 1, rows: rect.rows)
    }
}
