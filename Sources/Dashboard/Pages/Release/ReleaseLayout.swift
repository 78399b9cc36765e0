/// Where the panels of the release page are, for the place that it has. Panels without room are empty.
struct ReleaseLayout {
    fileprivate static let nowhere = Rect(column: 0, row: 0, columns: 0, rows: 0)

    var strip = ReleaseLayout.nowhere
    var pipeline = ReleaseLayout.nowhere
    var change = ReleaseLayout.nowhere
    var hosts = ReleaseLayout.nowhere
    var traffic = ReleaseLayout.nowhere
    /// The health rules, unless a question or an outcome takes their place.
    var health = ReleaseLayout.nowhere
    /// A question or an outcome.
    var card = ReleaseLayout.nowhere
    var graphs = ReleaseLayout.nowhere
    /// What the command that runs prints.
    var output = ReleaseLayout.nowhere
    var events = ReleaseLayout.nowhere

    /// The rows that panels would like to have.
    struct Wishes {
        var health: Int
        var hosts: Int
        /// The pipeline with a line between its stages.
        var pipeline: Int
        /// By the width.
        var change: (Int) -> Int
        /// By the width of the card; `nil` when there is none.
        var card: ((Int) -> Int)?
        var hasGraphs: Bool
        /// Lines that are to be said of the traffic.
        var trafficLines: Int
        var hasOutput = false
    }

    init(_ rect: Rect, _ wishes: Wishes) {
        let isTall = rect.rows >= 32
        if rect.columns < 76 || rect.rows < 20 {
            arrangeNarrow(rect, wishes)
        } else if !isTall, wishes.card != nil {
            arrangeAroundCard(rect, wishes)
        } else {
            arrangeWide(rect, wishes, isTall: isTall)
        }
    }

    /// Little room and something to say: it gets the whole width, and the rest what is left.
    private mutating func arrangeAroundCard(_ rect: Rect, _ wishes: Wishes) {
        let cardRows = min(wishes.card?(rect.columns) ?? 0, rect.rows - 10)
        let bands = rect.rows([.fixed(6), .fixed(cardRows), .flexible])
        let sides: [Length] = [.fixed(Self.left(of: rect)), .flexible]
        let (top, bottom) = (bands[0].columns(sides), bands[2].columns(sides))
        (pipeline, traffic, card, hosts, events) = (top[0], top[1], bands[1], bottom[0], bottom[1])
    }

    /// The width of the left column.
    private static func left(of rect: Rect) -> Int {
        rect.columns >= 160 ? 46 : rect.columns >= 110 ? 34 : 28
    }

    /// One column: a strip for the pipeline, no hosts.
    private mutating func arrangeNarrow(_ rect: Rect, _ wishes: Wishes) {
        let room = rect.rows - 7
        let wanted = min(wishes.card?(rect.columns) ?? wishes.health, room)
        // A card that fills nearly everything gets the rest as well: a frame without a line says nothing.
        let leavesEvents = room - wanted >= 3
        let middle = leavesEvents ? wanted : wishes.card == nil ? room - 3 : room
        let parts = rect.rows([.fixed(1), .fixed(6), .fixed(middle), .flexible])
        (strip, traffic, events) = (parts[0], parts[1], parts[3])
        if wishes.card == nil { health = parts[2] } else { card = parts[2] }
    }

    /// Two columns: the pipeline and the hosts beside everything else.
    private mutating func arrangeWide(_ rect: Rect, _ wishes: Wishes, isTall: Bool) {
        let left = Self.left(of: rect)
        let columns = rect.columns([.fixed(left), .flexible])
        let hostRows = min(wishes.hosts, isTall ? 14 : 8)
        let changeRows = wishes.change(left)
        let hasChange = rect.rows >= wishes.pipeline + hostRows + changeRows
        let sides = columns[0].rows([.flexible, .fixed(hasChange ? changeRows : 0), .fixed(hostRows)])
        (pipeline, change, hosts) = (sides[0], sides[1], sides[2])
        arrangeMain(columns[1], wishes, isTall: isTall)
    }

    private mutating func arrangeMain(_ rect: Rect, _ wishes: Wishes, isTall: Bool) {
        let trafficRows = (isTall ? 9 : 6) + min(max(0, wishes.trafficLines - (isTall ? 2 : 1)), 2)
        let eventRows = isTall ? 8 : 5
        var spare = rect.rows - trafficRows - eventRows
        let cardRows = min(wishes.card?(rect.columns) ?? 0, spare)
        spare -= cardRows
        let healthRows = cardRows > 0 && spare < wishes.health ? 0 : min(wishes.health, spare)
        spare -= healthRows
        let graphRows = wishes.hasGraphs && spare >= 8 ? min(spare, rect.rows >= 50 ? 16 : 10) : 0
        spare -= graphRows
        let outputRows = wishes.hasOutput && spare >= 4 ? spare : 0
        let parts = rect.rows([
            .fixed(trafficRows), .fixed(cardRows), .fixed(healthRows), .fixed(graphRows), .fixed(outputRows), .flexible,
        ])
        (traffic, card, health, graphs, output, events) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
    }
}
