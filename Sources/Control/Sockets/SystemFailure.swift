import Foundation

/// A call to the system that did not work.
struct SystemFailure: Error, Equatable, Sendable, CustomStringConvertible {
    let call: String
    let code: Int32

    /// What just happened to `call`.
    static func last(_ call: String) -> SystemFailure { SystemFailure(call: call, code: errno) }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
