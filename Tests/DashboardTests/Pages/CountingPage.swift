import Delivery

@testable import Dashboard

/// A little page, as a later one would be: a number that keys count up and down, and a page below it for each number.
struct CountingPage: Page {
    enum Action: Sendable {
        case more, less, open
    }

    static let name = "counting"
    /// Its row in the registrar.
    static let row = PageRow(CountingPage.self, "A number that keys change") { _ in CountingPage() }

    var number = 0

    var bindings: [KeyBinding<KeyContext, Action>] {
        [
            KeyBinding(
                "more", [.character("+")], label: "more", help: "One more", section: "Counting", action: .more),
            KeyBinding(
                "less", [.character("-")], label: "less", help: "One less", section: "Counting", action: .less
            ) { [number] _ in number == 0 ? "there is nothing less than 0" : nil },
            KeyBinding(
                "open", [.enter], label: "open", help: "The page of this number", section: "Counting", action: .open),
        ]
    }

    mutating func perform(_ action: Action, _ context: KeyContext) -> PageEffect? {
        switch action {
        case .more: number += 1
        case .less: number -= 1
        case .open: return .open(NumberPage(number: number))
        }
        return nil
    }

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.write("the number is \(number)", column: rect.column, row: rect.row, clip: rect)
    }
}

/// A page without keys of its own, which only another page leads to.
struct NumberPage: Page {
    static let name = "number"
    let number: Int
    var bindings: [KeyBinding<KeyContext, Never>] { [] }

    mutating func perform(_ action: Never, _ context: KeyContext) -> PageEffect? {}

    func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.write("all about \(number)", column: rect.column, row: rect.row, clip: rect)
    }
}
