import Foundation

/// A call to the operating system that was refused: which, on what, and why.
public struct SystemCallError: Error, Equatable, CustomStringConvertible {
    /// The name of the call: `open`, `mkdir`, `kill`, …
    public let call: String
    /// What the call was about: a path, or words such as `process group 4711`.
    public let subject: String
    /// The system's error number.
    public let number: Int32

    /// The refusal that `errno` tells of; read it at once after the call.
    init(_ call: String, _ subject: String, number: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    public var description: String { "\(call) of \(subject): \(String(cString: strerror(number)))" }
}
