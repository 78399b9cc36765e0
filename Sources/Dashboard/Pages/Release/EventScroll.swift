import Delivery
import Wording

/// What the events panel shows: the newest, or what a person scrolled to. What happened before the screen was opened, or
/// longer ago than the model remembers, is asked for when somebody scrolls there.
struct EventScroll: Equatable, Sendable {
    /// The journal's number of the lowest event in view; `nil` follows the news.
    private(set) var anchor: Int64?
    /// What was fetched and everything after it, while it is looked at.
    private var fetched: [NewsItem] = []
    /// The lowest number down to which the journal was read.
    private var reached: Int64?
    private var isAsking = false
    /// How many events further back a person wanted to go than was known.
    private var deficit = 0

    /// How many events are asked for at once.
    static let batch = 200
    private static let page = 8

    /// What can be scrolled through, oldest first.
    func items(_ model: DashboardModel) -> [NewsItem] { fetched.isEmpty ? model.news : fetched }

    mutating func move(_ movement: ScrollMovement, _ model: DashboardModel) -> PageEffect? {
        let items = items(model)
        let last = max(items.count - 1, 0)
        let current = anchor.flatMap { anchor in items.lastIndex { $0.sequence <= anchor } } ?? last
        let all = max(items.count, DashboardModel.newsLimit)
        let wanted = current + movement.distance(page: Self.page, all: all)
        place(at: wanted, of: items)
        deficit = max(0, -wanted)
        guard deficit > 0 else { return nil }
        // What the model forgets until the answer comes would be missing between it and the news.
        fetched = items
        return ask(model)
    }

    /// What was fetched stays whole while news come in.
    mutating func follow(_ model: DashboardModel) {
        guard let last = fetched.last else { return }
        fetched += model.news.filter { $0.sequence > last.sequence }
    }

    mutating func take(_ answer: PageAnswer, _ model: DashboardModel) -> PageEffect? {
        isAsking = false
        switch answer {
        case .output, .overview: return nil
        case .failed(let reason):
            giveUp()
            return .say("earlier events can't be read: \(reason)", .warning)
        case .records(let records):
            // Who is back at the news by now does not look there any more.
            guard deficit > 0 else { return nil }
            guard let first = records.first else {
                giveUp()
                reached = 0
                return nil
            }
            reached = first.sequence
            return add(records.compactMap(model.news(of:)), model)
        }
    }

    private mutating func add(_ earlier: [NewsItem], _ model: DashboardModel) -> PageEffect? {
        // Not every event has a sentence.
        guard !earlier.isEmpty else { return ask(model) }
        let known = items(model)
        fetched = earlier + known
        place(at: earlier.count - deficit - (known.isEmpty ? 1 : 0), of: fetched)
        deficit = 0
        return nil
    }

    private mutating func giveUp() {
        deficit = 0
        if anchor == nil { fetched = [] }
    }

    private mutating func ask(_ model: DashboardModel) -> PageEffect? {
        let earliest = reached ?? items(model).first?.sequence ?? .max
        guard !isAsking, earliest > 1 else { return nil }
        isAsking = true
        return .ask(.records(of: model.run.number, before: earliest, limit: Self.batch))
    }

    /// Where the newest is in view again, the panel follows, and what was fetched is let go of.
    private mutating func place(at wanted: Int, of items: [NewsItem]) {
        let target = min(max(wanted, 0), max(items.count - 1, 0))
        guard target < items.count - 1 else {
            (anchor, fetched, reached) = (nil, [], nil)
            return
        }
        anchor = items[target].sequence
    }
}
