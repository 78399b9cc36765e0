import Values
import Yams

/// A value of the document with the way to it.
package struct Field {
    let node: Node
    package let path: FieldPath
    /// Where a person looks for it: a text itself, but the key of a list or a mapping.
    package let position: Position

    /// The whole document.
    init(root: Node) {
        self.init(node: root, path: FieldPath(), key: nil)
    }

    private init(node: Node, path: FieldPath, key: Node?) {
        let place = node.scalar == nil ? key ?? node : node
        self.node = node
        self.path = path
        position = place.mark.map(Position.init) ?? .start
    }

    /// The text, if it is one.
    package var text: String? { node.scalar?.string }

    /// What is found here, for a message.
    package var found: String {
        switch node {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        case .scalar(let scalar):
            switch node.tag.rawValue {
            case Tag.Name.null.rawValue: "nothing"
            case Tag.Name.int.rawValue, Tag.Name.float.rawValue: "the number \(scalar.string.prefix(20))"
            case Tag.Name.bool.rawValue: scalar.string
            case Tag.Name.timestamp.rawValue: "the date \(scalar.string.prefix(20))"
            default: scalar.string.quoted
            }
        }
    }
}

extension Field {
    /// A key of a mapping and what is under it.
    package struct Entry {
        /// `nil` when the key is not a word.
        package let name: String?
        package let position: Position
        package let field: Field
    }

    package var isMapping: Bool { node.mapping != nil }

    /// The entries of a mapping in the order of the file; none for anything else.
    package var entries: [Entry] {
        node.mapping?.map { key, value in
            let name = key.scalar?.string
            let field = Field(node: value, path: path.key(name ?? ""), key: key)
            return Entry(name: name, position: key.mark.map(Position.init) ?? .start, field: field)
        } ?? []
    }

    /// The elements of a list; `nil` for anything else.
    package var elements: [Field]? {
        node.sequence?.enumerated().map { Field(node: $1, path: path.index($0), key: nil) }
    }

    /// The nearest there is to `path`, and whether it is there itself.
    func find(_ path: FieldPath) -> (field: Field, isExact: Bool) {
        var field = self
        for part in path.parts {
            guard let next = field.child(part) else { return (field, false) }
            field = next
        }
        return (field, true)
    }

    private func child(_ part: FieldPath.Part) -> Field? {
        switch part {
        case .index(let index): elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        case .key(let key): entry(key) ?? elements?.lazy.compactMap { $0.entry(key) }.first
        }
    }

    private func entry(_ name: String) -> Field? {
        node.mapping?.first { $0.key.scalar?.string == name }
            .map { Field(node: $0.value, path: path.key(name), key: $0.key) }
    }
}
