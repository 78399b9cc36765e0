import Delivery
import Values

/// Why a variable can't be had. No value is ever in it.
public struct VariableTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// What can't be had.
    public enum Subject: Hashable, Sendable {
        case secret(String, SecretSource)
        /// A file of `NAME=value` lines.
        case file(String)
    }

    public let subject: Subject
    /// What is wrong, and what to do.
    public let reason: String

    init(_ subject: Subject, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    public var description: String {
        switch subject {
        case .secret(let name, .file(let path)): "the secret \(name) can't be read from \(path.quoted): \(reason)"
        case .secret(let name, .variable): "the secret \(name) is not there: \(reason)"
        case .secret(let name, .command): "the secret \(name) can't be asked for: \(reason)"
        case .file(let path): "the variables in \(path.quoted) can't be read: \(reason)"
        }
    }
}

/// A process is not started for what it lacks: everything at once, by name.
public struct MissingVariables: Error, Equatable, Sendable, CustomStringConvertible {
    public let troubles: [VariableTrouble]

    public var description: String { troubles.map(\.description).joined(separator: "; ") }
}
