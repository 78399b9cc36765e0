extension String {
    /// In quotes, in one line and bounded: for showing text from outside in a message.
    ///
    /// Characters that a terminal would act on, or that would reorder the text, are shown as escapes.
    public var quoted: String {
        let limit = 60
        let shown = unicodeScalars.prefix(limit).map(\.visible).joined()
        return unicodeScalars.count > limit ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}

extension Unicode.Scalar {
    /// Itself, or an escape where a terminal would act on it.
    fileprivate var visible: String {
        switch self {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\"": "\\\""
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
