/// Why a state directory, or something in it, can't be used: what happened, where, and what to do.
public struct StateDirectoryError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The path leads to something else.
        case notADirectory
        /// It can't be made or written to.
        case notWritable
        /// Anything else that the system reports.
        case unexpected
    }

    public let kind: Kind
    /// The file or directory in question.
    public let path: String
    /// What the system said, where it says more than the kind.
    public let detail: String

    package init(_ kind: Kind, path: String, detail: String = "") {
        self.kind = kind
        self.path = path
        self.detail = detail
    }

    public var description: String {
        detail.isEmpty ? "\(problem); \(remedy)" : "\(problem) (\(detail)); \(remedy)"
    }

    private var problem: String {
        switch kind {
        case .notADirectory: "\(path) is not a directory"
        case .notWritable: "can't write to \(path)"
        case .unexpected: "can't use \(path)"
        }
    }

    private var remedy: String {
        switch kind {
        case .notADirectory: "choose another directory with --state"
        case .notWritable: "change its permissions or choose another directory with --state"
        case .unexpected: "check the disk and the permissions, then try again"
        }
    }
}
