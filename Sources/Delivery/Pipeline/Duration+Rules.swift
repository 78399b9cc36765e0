import Values

extension Duration {
    /// A fault unless the time is longer than nothing.
    func tooShortFault(at path: FieldPath) -> FieldFault? {
        self > .zero ? nil : FieldFault(at: path, "\(brief) is too short", remedy: "write a time longer than 0s")
    }
}
