import Foundation

/// A call to the operating system that was refused: which, on what, and why.
public struct SystemCallError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the call: `open`, `mkdir`, `kill`, …
    public let call: String
    /// What the call was about: a path, or words such as `process group 4711`; `nil` where the caller says it.
    public let subject: String?
    /// The system's error number.
    public let number: Int32

    /// The refusal that `errno` tells of; read it at once after the call.
    package init(_ call: String, _ subject: String? = nil, number: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    /// In the system's words: `No such file or directory`.
    public var reason: String { Self.reason(of: number) }

    /// The call and the reason, for whoever says the subject: `open: No such file or directory`.
    public var cause: String { "\(call): \(reason)" }

    public var description: String { subject.map { "\(call) of \($0): \(reason)" } ?? cause }

    /// What an error number means, for people.
    public static func reason(of number: Int32) -> String { String(cString: strerror(number)) }
}
