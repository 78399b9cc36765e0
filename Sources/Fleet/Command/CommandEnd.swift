/// How a command ended.
public enum CommandEnd: Hashable, Sendable {
    /// The command ran to its end. By the shell's convention 127 is "not found" and 126 "could not be run".
    case exited(code: Int32)
    /// A signal ended it. A shell reports 128 + the signal, so a command that exits with 129...192 reads as this too.
    case signalled(signal: Int32)
    /// Its supervisor is gone and left no status, as after a reboot: nobody can tell how it ended.
    case lost

    /// Reads the line that holds a shell's `$?`; `nil` unless it is a number within `0...255`.
    init?(shellStatus text: String) {
        guard text.last == "\n", let status = UInt8(text.dropLast()) else { return nil }
        self = (129...192).contains(status) ? .signalled(signal: Int32(status) - 128) : .exited(code: Int32(status))
    }

    /// True only for exit status 0.
    public var succeeded: Bool { self == .exited(code: 0) }

    /// How it ended, in words; `nil` where nobody saw it.
    public var seen: String? { self == .lost ? nil : description }
}

extension CommandEnd: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exited(let code): "exited with status \(code)"
        case .signalled(let signal): "ended by signal \(signal)"
        case .lost: "nobody saw how it ended"
        }
    }
}

/// Where a command is.
public enum CommandState: Hashable, Sendable {
    case notStarted
    case running
    case ended(CommandEnd)
}

/// What starting a command came to.
public enum CommandStart: Hashable, Sendable {
    /// It was started now.
    case started
    /// It had been started before, by whomever: it was not started again, and can be awaited like any other.
    case adopted
}
