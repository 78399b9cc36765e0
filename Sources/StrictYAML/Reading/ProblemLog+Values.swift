import Values

extension ProblemLog {
    /// Reads a value into `place`. Without a field the place keeps its default; a value of another form is reported.
    package func read<Value>(_ field: Field?, into place: inout Value, as form: ValueForm<Value>) {
        guard let field else { return }
        if let value = value(of: field, as: form) { place = value }
    }

    /// The same for a place that may stay empty.
    package func read<Value>(_ field: Field?, into place: inout Value?, as form: ValueForm<Value>) {
        guard let field else { return }
        if let value = value(of: field, as: form) { place = value }
    }

    /// Reads a list. It is taken whole or, when one of its elements is not understood, not at all.
    package func readList<Value>(_ field: Field?, into place: inout [Value], of form: ValueForm<Value>) {
        guard let field, let elements = elements(of: field) else { return }
        let values = elements.compactMap { value(of: $0, as: form) }
        if values.count == elements.count { place = values } else { didNotUnderstand(field.path) }
    }

    /// The elements of a list; `nil`, with a problem, for anything else.
    package func elements(of field: Field) -> [Field]? {
        if let elements = field.elements { return elements }
        didNotUnderstand(field.path)
        add(at: field, "expected a list, found \(field.found)", expectation: "write it in brackets or with dashes")
        return nil
    }

    private func value<Value>(of field: Field, as form: ValueForm<Value>) -> Value? {
        if let value = form.read(field) { return value }
        didNotUnderstand(field.path)
        add(
            at: field, "expected \(form.name), found \(field.found)",
            expectation: field.text.map(form.advice))
        return nil
    }
}
