/// A page on the stack, by which an answer finds the one that asked.
public struct PageID: Hashable, Sendable {
    fileprivate let number: Int
}

/// The pages on the screen, one above the other: a key leads on, another back. There always is one.
struct PageStack: Sendable {
    private struct Entry {
        let id: PageID
        var page: any Page
    }

    private var entries: [Entry]
    /// How many pages there ever were.
    private var count = 1

    init(_ first: any Page) {
        entries = [Entry(id: PageID(number: 0), page: first)]
    }

    /// Only this page is open: answers to those before find nobody.
    mutating func begin(with page: any Page) {
        entries = []
        push(page)
    }

    var depth: Int { entries.count }
    var topID: PageID { entries[entries.count - 1].id }

    /// The page that takes the keys.
    var top: any Page {
        get { entries[entries.count - 1].page }
        set { entries[entries.count - 1].page = newValue }
    }

    /// What can be seen, from behind: the last page that covers the others, and what lies over it.
    var visible: [any Page] {
        let first = entries.lastIndex { !$0.page.liesOver } ?? 0
        return entries[first...].map(\.page)
    }

    /// The page of this name, where it is open.
    func first(named name: String) -> (any Page)? { entries.first { type(of: $0.page).name == name }?.page }

    mutating func push(_ page: any Page) {
        entries.append(Entry(id: PageID(number: count), page: page))
        count += 1
    }

    /// What the page that is seen asks for as time passes.
    mutating func tick(_ context: KeyContext) -> (effect: PageEffect, id: PageID)? {
        let seen = entries.lastIndex { !$0.page.liesOver } ?? 0
        return entries[seen].page.tick(context).map { ($0, entries[seen].id) }
    }

    /// The first page stays.
    mutating func back() {
        if entries.count > 1 { entries.removeLast() }
    }

    /// Goes back to the page of this name; tells whether there is one.
    mutating func back(to name: String) -> Bool {
        guard let place = entries.lastIndex(where: { type(of: $0.page).name == name }) else { return false }
        entries.removeSubrange((place + 1)...)
        return true
    }

    mutating func follow(_ model: DashboardModel) {
        for index in entries.indices { entries[index].page.follow(model) }
    }

    /// Hands an answer to the page that asked; one that was closed meanwhile does not need it.
    mutating func take(_ answer: PageAnswer, for id: PageID, _ context: KeyContext) -> PageEffect? {
        entries.firstIndex { $0.id == id }.flatMap { entries[$0].page.take(answer, context) }
    }
}
