import Foundation

/// Why nothing is taken up from a state directory: what stands in it would be carried out with our rights.
public struct StateTrustError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// It belongs to the account with this number.
        case foreign(owner: UInt32)
        /// Others can read or change it; its permissions, and those that it should have.
        case open(mode: UInt32, wanted: UInt32)
        /// It is not the kind of file that it should be.
        case wrongKind
        /// It is not among the directories that this account has worked in: a clone, a copy or an archive, perhaps.
        case unknown
        /// What this account has worked in can't be remembered in this file or directory.
        case unrecordable(detail: String)
        case unreadable(detail: String)
    }

    public let problem: Problem
    /// The file or directory in question.
    public let path: String

    init(_ problem: Problem, path: String) {
        self.problem = problem
        self.path = path
    }

    public var description: String {
        switch problem {
        case .foreign(let owner):
            "\(path) belongs to \(Self.account(owner)), and what stands in it would be carried out as you; "
                + "work as its owner, or choose another directory with --state ('status' and 'events' only look)"
        case .open(let mode, let wanted):
            "others can read or change \(path) (its permissions are \(Self.octal(mode))), and what stands in it would "
                + "be carried out as you; if it is yours and nobody changed it: chmod \(Self.octal(wanted)) \(path)"
        case .wrongKind: "\(path) is not what a state directory has there; choose another directory with --state"
        case .unknown:
            "your account has not worked in \(path) so far; it may be a clone or a copy, and what stands in it would be "
                + "carried out as you. If it is yours (moved, restored, or from a Slipway that kept no list): "
                + "slipway trust --state \(path)"
        case .unrecordable(let detail):
            "it can't be remembered in \(path) which state directories are yours (\(detail)); "
                + "set XDG_STATE_HOME to a private directory of yours"
        case .unreadable(let detail): "can't look at \(path) (\(detail)); check its permissions"
        }
    }

    private static func account(_ owner: UInt32) -> String {
        getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "user \(owner)"
    }

    private static func octal(_ mode: UInt32) -> String { "0" + String(mode, radix: 8) }
}
