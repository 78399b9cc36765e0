import Values

/// What a terminal would show of printed text that knows no control sequences, character by character.
///
/// Colours and other sequences are left out, and so is every character that acts on a screen instead of appearing there.
/// No sequence goes on behind the end of its line: one that is never closed hides no more than that.
package struct PlainPrinter: Sendable {
    /// What becomes of a character.
    package enum Effect: Equatable, Sendable {
        case character(Unicode.Scalar)
        /// The line is drawn over itself, as progress bars are.
        case restart
        case endOfLine
    }

    private enum State { case text, escape, intermediates, parameters, string, stringEscape }

    private var state = State.text
    /// Whether a carriage return came that may still turn out to belong to the end of the line.
    private var hasReturned = false

    package init() {}

    package mutating func take(_ scalar: Unicode.Scalar, _ put: (Effect) -> Void) {
        if scalar == "\n" {
            (state, hasReturned) = (.text, false)
            return put(.endOfLine)
        }
        switch state {
        case .text: print(scalar, put)
        case .escape: state = Self.state(after: scalar)
        case .intermediates: if !(" "..."/").contains(scalar) { state = .text }
        case .parameters: if ("@"..."~").contains(scalar) { state = .text }
        case .string:
            if scalar == "\u{7}" || scalar == "\u{9C}" { state = .text }
            if scalar == "\u{1B}" { state = .stringEscape }
        case .stringEscape: state = .text
        }
    }

    private mutating func print(_ scalar: Unicode.Scalar, _ put: (Effect) -> Void) {
        if scalar == "\r" {
            hasReturned = true
            return
        }
        if hasReturned {
            hasReturned = false
            put(.restart)
        }
        switch scalar {
        case "\u{1B}": state = .escape
        case "\u{9B}": state = .parameters
        case "\t": for _ in 0..<4 { put(.character(" ")) }
        default: if !scalar.isInvisible { put(.character(scalar)) }
        }
    }

    /// What follows an escape character: a control sequence, a string with its end, or one more character.
    private static func state(after scalar: Unicode.Scalar) -> State {
        switch scalar {
        case "[": .parameters
        case "]", "P", "X", "^", "_": .string
        case " "..."/": .intermediates
        default: .text
        }
    }
}

/// A line as a terminal that knows no control sequences would leave it.
package struct PrintedLine {
    package let text: String

    package init(_ line: some StringProtocol) {
        var printer = PlainPrinter()
        var kept = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            printer.take(scalar) { effect in
                switch effect {
                case .character(let scalar): kept.append(scalar)
                case .restart: kept.removeAll(keepingCapacity: true)
                case .endOfLine: break
                }
            }
        }
        text = String(kept)
    }
}
