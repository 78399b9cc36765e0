/// A place in a pipeline as it is written down: the keys and list positions that lead to it.
///
/// A list whose entries have one key each, such as `health`, is also gone into by key:
/// `environments.production.health.slo.p99`.
public struct FieldPath: Hashable, Sendable {
    /// One step on the way to the place.
    public enum Part: Hashable, Sendable {
        case key(String)
        /// A place in a list, from 0.
        case index(Int)
    }

    public let parts: [Part]

    public init(_ parts: [Part] = []) {
        self.parts = parts
    }

    /// The place below this one under `key`.
    public func key(_ key: String) -> FieldPath { FieldPath(parts + [.key(key)]) }

    /// The place below this one at `index` of a list, from 0.
    public func index(_ index: Int) -> FieldPath { FieldPath(parts + [.index(index)]) }
}

extension FieldPath: CustomStringConvertible {
    /// `stages[2].steps[0].deploy`, as people count in YAML tools: from 0.
    public var description: String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
