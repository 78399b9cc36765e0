import Values
import Yams

/// Refuses YAML that no file here has a use for, and that could hide or multiply what it says.
struct NodeCheck {
    let source: SourceText
    /// A pipeline is nested about eight deep.
    private let depthLimit = 32

    init(source: SourceText) {
        self.source = source
    }

    /// - Throws: `FileProblem` for anchors, tags, and values nested too deep.
    func check(_ node: Node, depth: Int = 0) throws(FileProblem) {
        let position = node.mark.map(Position.init) ?? .start
        guard depth < depthLimit else {
            throw source.problem(
                at: position, "values nested deeper than \(depthLimit)",
                expectation: "\(source.kind.name) is not so deep")
        }
        try refuseAnchor(of: node, at: position)
        switch node {
        case .scalar(let scalar): try refuseTag(scalar.tag, at: position)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, at: position)
            for element in sequence { try check(element, depth: depth + 1) }
        case .mapping(let mapping):
            try refuseTag(mapping.tag, at: position)
            for (key, value) in mapping {
                try check(key, depth: depth + 1)
                try check(value, depth: depth + 1)
            }
        case .alias: throw refusal(at: position, of: "an alias")
        }
    }

    private func refuseAnchor(of node: Node, at position: Position) throws(FileProblem) {
        guard let anchor = node.anchor else { return }
        throw refusal(at: position, of: "the anchor \("&\(anchor.rawValue)".quoted)")
    }

    private func refusal(at position: Position, of what: String) -> FileProblem {
        source.problem(
            at: position, what, expectation: "anchors and aliases are not accepted; write the values out")
    }

    private func refuseTag(_ tag: Tag, at position: Position) throws(FileProblem) {
        let name = tag.rawValue
        guard !name.isEmpty, !Self.plainTags.contains(name) else { return }
        throw source.problem(
            at: position, "the tag \(name.quoted)", text: name,
            expectation: "tags are not accepted; write the value without it")
    }

    /// Tags that change nothing: what YAML gives to plain values, keys and quoted texts by itself.
    private static let plainTags: Set<String> = Set(
        [.str, .int, .float, .bool, .null, .timestamp, .merge, .value, .seq, .map].map(\Tag.Name.rawValue))
}
