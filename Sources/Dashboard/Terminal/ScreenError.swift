import Foundation
import Posix

/// Why the terminal cannot be used as a screen.
public enum ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard input or output is a file or pipe.
    case notATerminal(stream: String)
    /// `TERM` is not set.
    case noTerminalType
    /// The terminal database has no entry for `TERM`.
    case unknownTerminalType(String)
    /// The terminal cannot address its cursor.
    case dumbTerminal(String)
    /// A process has one terminal: close the screen that is open first.
    case alreadyOpen
    /// The system refused.
    case systemError(type: String, code: Int32)

    public var description: String {
        switch self {
        case .notATerminal(let stream):
            "standard \(stream) is not a terminal; use --output plain"
        case .noTerminalType:
            "TERM is not set, so the terminal's type is unknown; set it, or use --output plain"
        case .unknownTerminalType(let type):
            "the terminal database does not know TERM=\(type); install its terminfo entry, try TERM=xterm-256color, "
                + "or use --output plain"
        case .dumbTerminal(let type):
            "the terminal type TERM=\(type) cannot move its cursor; use --output plain"
        case .alreadyOpen:
            "the screen is open already in this process"
        case .systemError(let type, let code):
            "the terminal (TERM=\(type)) cannot be opened: \(SystemCallError.reason(of: code)); use --output plain"
        }
    }
}
