import Foundation

/// A call to the system that did not work.
package struct SystemFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let call: String
    package let code: Int32

    /// What just happened to `call`.
    package static func last(_ call: String) -> SystemFailure { SystemFailure(call: call, code: errno) }

    package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
