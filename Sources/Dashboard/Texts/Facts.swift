/// A label and what there is to say about it; long texts are wrapped under themselves.
struct Fact: Equatable {
    var label: String
    var text: String
    var role: Role = .text
    var attributes: Style.Attributes = []
}

extension [Fact] {
    /// The facts as lines of at most `width` cells, their texts under each other.
    func lines(width: Int) -> [StyledText] {
        let indent = (map(\.label.cellWidth).max() ?? 0) + 2
        return flatMap { fact in
            let style = Style(fact.role, fact.attributes)
            let pieces = Paragraph.wrap(fact.text, width: Swift.max(8, width - indent))
            return pieces.enumerated().map { index, piece in
                let label = index == 0 ? fact.label : ""
                let padding = String(repeating: " ", count: indent - label.cellWidth)
                return StyledText(label + padding, .dim) + StyledText(piece, style: style)
            }
        }
    }
}

extension Style {
    init(_ foreground: Role, _ attributes: Attributes) {
        self.init(foreground, on: .background, attributes)
    }
}
