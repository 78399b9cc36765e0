/// How a request ended, as far as the version that answered it is concerned.
public enum RequestOutcome: Hashable, Sendable {
    /// It was answered in full with a status below 500.
    case succeeded
    /// The answer was 500 or above, or the instance refused, broke off or fell silent.
    case failed
    /// The client went away first: says nothing about the version, and is counted by itself.
    case abandoned
}

/// How HAProxy saw a session end: two characters, `--` when nothing is to be said.
///
/// Source: HAProxy's configuration manual, section 8.5, "Session state at disconnection".
public struct TerminationState: Hashable, Sendable, CustomStringConvertible {
    /// Who or what ended it: `C` and `c` the client (aborted, silent), `S` and `s` the server, others HAProxy.
    let cause: UInt8
    /// During what: waiting for the request `R`, in the queue `Q`, connecting `C`, waiting for the answer's head `H`,
    /// its data `D`, its last data `L`.
    let phase: UInt8

    /// Nothing to be said.
    public static let normal = TerminationState(cause: UInt8(ascii: "-"), phase: UInt8(ascii: "-"))

    public var description: String { String(decoding: [cause, phase], as: UTF8.self) }

    /// `nil` unless both are letters or dashes.
    init?(_ field: ArraySlice<UInt8>) {
        guard field.count == 2, let cause = field.first, let phase = field.last,
            field.allSatisfy(Self.isLetterOrDash)
        else { return nil }
        self.init(cause: cause, phase: phase)
    }

    private init(cause: UInt8, phase: UInt8) {
        self.cause = cause
        self.phase = phase
    }

    private static func isLetterOrDash(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (65...90).contains(byte) || (97...122).contains(byte)
    }

    var isByClient: Bool { cause == UInt8(ascii: "C") || cause == UInt8(ascii: "c") }
    var isByServer: Bool { cause == UInt8(ascii: "S") || cause == UInt8(ascii: "s") }
    /// Whether the answer's head had come.
    var isAfterHead: Bool { phase == UInt8(ascii: "D") || phase == UInt8(ascii: "L") }
}

extension RequestLogLine {
    /// How the request ended.
    ///
    /// A client that goes away before the answer's head is no error, whatever status HAProxy notes then. After it,
    /// a status of 500 stays an error even when the client doesn't wait for the rest.
    public var outcome: RequestOutcome {
        if termination.isByClient, !termination.isAfterHead { return .abandoned }
        guard let status, status < 500, !termination.isByServer else { return .failed }
        return termination.isByClient ? .abandoned : .succeeded
    }
}
