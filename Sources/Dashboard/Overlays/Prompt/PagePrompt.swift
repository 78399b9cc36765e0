/// The name of a page, as it is typed after `:`; or what a page is to search for.
struct PagePrompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case page, search
    }

    let purpose: Purpose
    private(set) var text = ""

    init(for purpose: Purpose = .page) { self.purpose = purpose }

    /// No page's name is longer.
    static let longest = 40

    /// Where a name leads.
    enum Destination: Equatable {
        case page(String)
        /// Nothing was typed.
        case nowhere
        case several([String])
        case unknown
    }

    mutating func append(_ character: Character) {
        if text.count < Self.longest { text.append(character) }
    }

    /// Tells whether there was anything to take away.
    mutating func erase() -> Bool { text.popLast() != nil }

    /// The pages whose names go on from what was typed.
    func candidates(_ rows: [PageRow]) -> [String] {
        purpose == .page ? rows.map(\.name).filter { $0.hasPrefix(text) } : []
    }

    /// As far as all candidates agree.
    mutating func complete(_ rows: [PageRow]) {
        let names = candidates(rows)
        guard let first = names.first else { return }
        text = names.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
    }

    func destination(_ rows: [PageRow]) -> Destination {
        if text.isEmpty { return .nowhere }
        if rows.contains(where: { $0.name == text }) { return .page(text) }
        let names = candidates(rows)
        return names.isEmpty ? .unknown : names.count == 1 ? .page(names[0]) : .several(names)
    }

    /// Whether this key, typed once more, would be its second in a row that leads to no page: nobody types a name so.
    func isInsisted(by character: Character, _ rows: [PageRow]) -> Bool {
        var next = self
        next.append(character)
        return text.last == character && next.candidates(rows).isEmpty
    }
}
