/// Text with more than one style: `StyledText("p99 ", .dim) + StyledText("93ms", .text)`.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
    /// A piece with one style.
    public struct Span: Hashable, Sendable {
        public var text: String
        public var style: Style
    }

    public private(set) var spans: [Span]

    public init(_ text: String, style: Style = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text, style: style)]
    }

    public init(_ text: String, _ role: Role, _ attributes: Style.Attributes = []) {
        self.init(text, style: Style(role, attributes))
    }

    public init(stringLiteral text: String) {
        self.init(text)
    }

    public static func + (first: StyledText, second: StyledText) -> StyledText {
        var copy = first
        copy.spans += second.spans
        return copy
    }

    public static func += (first: inout StyledText, second: StyledText) {
        first.spans += second.spans
    }

    /// The words without their looks.
    public var text: String { spans.map(\.text).joined() }

    /// How many cells it takes.
    public var width: Int { spans.reduce(0) { $0 + $1.text.cellWidth } }

    public var isEmpty: Bool { spans.isEmpty }

    /// The longest beginning that fits; what was cut is marked by `ellipsis` in the style of the last visible piece.
    public func truncated(toWidth limit: Int, ellipsis: String = "…") -> StyledText {
        guard width > limit else { return self }
        var result = StyledText("")
        var used = 0
        for (index, span) in spans.enumerated() {
            let isLast = index == spans.count - 1
            let width = span.text.cellWidth
            let room = limit - used - (isLast ? 0 : ellipsis.cellWidth)
            guard width > room else {
                result.spans.append(span)
                used += width
                continue
            }
            // A blank behind the text makes it too long, so that the ellipsis appears even where the piece itself fits.
            let text = (span.text + " ").truncated(toWidth: limit - used, ellipsis: ellipsis)
            result.spans.append(Span(text: text, style: span.style))
            break
        }
        return result
    }
}

extension StyledText {
    /// Where text stands when it is shorter than its place.
    public enum Alignment: Hashable, Sendable {
        case left
        case centre
        case right
    }
}

extension CellBuffer {
    /// Writes text on the first row of `rect`, cut with `ellipsis` to fit. `background` replaces the one of the text.
    /// Returns the column after it.
    @discardableResult
    public mutating func write(
        _ text: StyledText, in rect: Rect, alignment: StyledText.Alignment = .left, on background: Role? = nil,
        ellipsis: String = "…"
    ) -> Int {
        guard !rect.isEmpty else { return rect.column }
        let fitting = text.truncated(toWidth: rect.columns, ellipsis: ellipsis)
        let spare = rect.columns - fitting.width
        var column = rect.column
        switch alignment {
        case .left: break
        case .centre: column += spare / 2
        case .right: column += spare
        }
        for span in fitting.spans {
            let style = background.map(span.style.on) ?? span.style
            column = write(span.text, column: column, row: rect.row, style: style, clip: rect)
        }
        return column
    }
}
