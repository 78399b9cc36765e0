import Delivery
import GRDB
import StateDirectory

/// Why the journal or its directory can't be used: what happened, where, and what to do.
public struct JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is, for whoever handles it.
    public enum Kind: Equatable, Sendable {
        /// The state directory's path leads to something else.
        case notADirectory
        /// It can't be made or written to.
        case notWritable
        /// It can't be read, for lack of permission.
        case notReadable
        /// Nothing has been recorded here yet.
        case missing
        /// The file belongs to another program.
        case foreign
        /// A later Slipway made it; its format has this number.
        case newer(format: Int)
        /// The file is damaged.
        case corrupted
        /// The event with this number can't be read.
        case unreadableEvent(sequence: Int64)
        /// The event with this number is not what was recorded.
        case damagedEvent(sequence: Int64)
        /// More had been recorded than the file has now.
        case eventsLost(EventLoss)
        /// Retention removed all of this run but its landmarks.
        case removed(run: RunNumber)
        /// An event has no stored form.
        case unwritableEvent
        /// There is no room left; nothing of the append was recorded.
        case diskFull
        /// Another process kept the file locked for too long.
        case busy
        /// Something other than this journal wrote to the file.
        case conflict
        /// The journal was closed before.
        case closed
        /// The task that was reading was cancelled.
        case cancelled
        /// Anything else that SQLite or the system reports.
        case unexpected
    }

    public let kind: Kind
    /// The file or directory in question.
    public let path: String
    /// What SQLite or the system said, where it says more than the kind.
    public let detail: String

    public init(_ kind: Kind, path: String, detail: String = "") {
        self.kind = kind
        self.path = path
        self.detail = detail
    }

    public var description: String {
        detail.isEmpty ? "\(problem); \(remedy)" : "\(problem) (\(detail)); \(remedy)"
    }

    private var problem: String {
        switch kind {
        case .notADirectory: "\(path) is not a directory"
        case .notWritable: "can't write to \(path)"
        case .notReadable: "can't read \(path)"
        case .missing: "there is no journal at \(path)"
        case .foreign: "\(path) is not a journal of slipway"
        case .newer(let format): "\(path) was written by a newer slipway, in format \(format)"
        case .corrupted: "the journal \(path) is damaged"
        case .unreadableEvent(let sequence): "event \(sequence) of \(path) can't be read"
        case .damagedEvent(let sequence): "event \(sequence) of \(path) is damaged"
        case .eventsLost(let loss): "\(path) has lost its end: \(loss)"
        case .removed(let run): "most of run \(run) was removed from \(path) to save room"
        case .unwritableEvent: "an event can't be recorded in \(path)"
        case .diskFull: "there is no room left to record events in \(path)"
        case .busy: "another process keeps \(path) locked"
        case .conflict: "something else wrote to \(path)"
        case .closed: "the journal \(path) is closed"
        case .cancelled: "reading \(path) was cancelled"
        case .unexpected: "can't use \(path)"
        }
    }

    private var remedy: String {
        switch kind {
        case .notADirectory, .foreign: "choose another directory with --state"
        case .notReadable: "read it as the user who owns it"
        case .notWritable: "change its permissions or choose another directory with --state"
        case .missing: "start a run first, or name its directory with --state"
        case .newer: "use that version of slipway, or another directory with --state"
        case .corrupted:
            "move the directory away and keep it; 'sqlite3 \(path) .recover' can save what is readable"
        case .damagedEvent:
            "restore the file from a copy, or move the directory away and keep it: what is after that event is still in it"
        case .eventsLost:
            "restore the file from a copy; or see with 'slipway doctor' what runs, and go on without what was lost: "
                + "slipway doctor --accept-lost-events --reason TEXT"
        case .unreadableEvent: "use the version of slipway that wrote it, or restore the file from a copy"
        case .removed: "'slipway events' shows what is left of it"
        case .unwritableEvent: "this is a mistake in slipway; please report it"
        case .diskFull: "free some space, then continue the run; nothing that was recorded is lost"
        case .busy: "end that process, then try again"
        case .conflict: "make sure that only one executor uses the directory, then start again"
        case .closed, .cancelled: "nothing was changed"
        case .unexpected: "check the disk and the permissions, then try again"
        }
    }
}

extension JournalError {
    /// Whether another program that has the file open may be the reason, for a moment.
    var mayPass: Bool {
        switch kind {
        case .notWritable, .unexpected: true
        case .notADirectory, .notReadable, .missing, .foreign, .newer, .corrupted, .unreadableEvent, .damagedEvent,
            .eventsLost, .removed, .unwritableEvent, .diskFull, .busy, .conflict, .closed, .cancelled:
            false
        }
    }

    /// What an error from SQLite or from reading a row means for whoever uses the journal.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as JournalError: self = error
        case let error as StateDirectoryError: self.init(error)
        case let error as DatabaseError:
            self.init(Self.kind(of: error.resultCode), path: path, detail: error.message ?? "")
        case let error as EventCodingError: self.init(.unwritableEvent, path: path, detail: "\(error)")
        case is CancellationError: self.init(.cancelled, path: path)
        default: self.init(.unexpected, path: path, detail: "\(error)")
        }
    }

    /// A journal is in its directory: what keeps that from being used keeps the journal.
    init(_ error: StateDirectoryError) {
        let kind: Kind =
            switch error.kind {
            case .notADirectory: .notADirectory
            case .notWritable: .notWritable
            case .unexpected: .unexpected
            }
        self.init(kind, path: error.path, detail: error.detail)
    }

    private static func kind(of code: ResultCode) -> Kind {
        switch code {
        case .SQLITE_FULL: .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM: .notWritable
        case .SQLITE_CORRUPT: .corrupted
        case .SQLITE_NOTADB: .foreign
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        case .SQLITE_CONSTRAINT: .conflict
        case .SQLITE_MISUSE: .closed
        case .SQLITE_INTERRUPT: .cancelled
        default: .unexpected
        }
    }
}
