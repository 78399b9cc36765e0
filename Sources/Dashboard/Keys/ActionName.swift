/// What an action is called where a person maps keys to it: `halt`, `page-up`. The same action has the same name, and so
/// the same keys, in every context.
public struct ActionName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let description: String

    public init(_ name: String) { description = name }

    public init(stringLiteral name: String) { description = name }
}
