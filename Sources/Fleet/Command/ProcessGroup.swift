import Foundation
import Posix

/// A process group, by the identifier of the process that founded it.
///
/// The kernel gives an identifier to nobody else while one member is left.
struct ProcessGroup: Hashable, Sendable {
    let identifier: pid_t

    /// Reads a line; `nil` unless it is a number above 1: that and everything below would mean "everyone".
    init?(_ text: String) {
        guard text.last == "\n", let identifier = pid_t(text.dropLast()), identifier > 1 else { return nil }
        self.identifier = identifier
    }

    /// Sends `signal` to all members; a group that is gone is left alone. Throws ``SystemCallError``.
    func signal(_ signal: Int32) throws {
        guard kill(-identifier, signal) == 0 || errno == ESRCH || isEmpty else {
            throw SystemCallError("kill", "process group \(identifier)")
        }
    }
}
