/// A rule that a pipeline breaks: where, what is wrong and what would be right.
public struct FieldFault: Error, Equatable, Sendable, CustomStringConvertible {
    public let path: FieldPath
    /// What is wrong, in a phrase that names the offending value.
    public let message: String
    /// What would be right.
    public let remedy: String

    public init(at path: FieldPath, _ message: String, remedy: String) {
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(path): \(message); \(remedy)" }
}
