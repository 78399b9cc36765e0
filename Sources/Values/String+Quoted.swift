extension String {
    /// In quotes, in one line and bounded: for showing text from outside in a message.
    ///
    /// Characters that a terminal would act on, or that would reorder the text, are shown as escapes.
    public var quoted: String {
        let limit = 60
        let shown = unicodeScalars.prefix(limit).map { $0 == "\"" ? "\\\"" : $0.visible }.joined()
        return unicodeScalars.count > limit ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}

extension String {
    /// In one line that a terminal only shows: whatever a text from outside holds, it moves no cursor, makes no second
    /// line and reorders nothing.
    public var visibleLine: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        return unicodeScalars.map(\.visible).joined()
    }
}

extension Unicode.Scalar {
    /// Itself, or an escape where a terminal would act on it.
    public var visible: String {
        switch self {
        case "\n": "\\n"
        case "\t": "\\t"
        default: isInvisible ? "\\u{\(String(value, radix: 16))}" : String(Character(self))
        }
    }

    /// Whether it acts on the screen instead of appearing there: control and formatting characters.
    public var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }
}
