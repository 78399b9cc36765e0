import Delivery
import Journal
import Triggers

/// Opens the state directory for work, and closes it again.
///
/// - Throws: `StateLockError` when somebody else works on it, `CommandFailure` when it can't be used; what `body` throws.
/// - Parameters:
///   - withheld: the variables of the environment that hold secrets, which no step and no service gets.
///   - reopensRuns: whether the process lives for long, and so can go on with runs that are opened again.
///   - sources: what is asked of the sources that its runs take.
///   - notices: where it is told what went wrong beside a run.
func withSession<Value>(
    in state: String, to purpose: Session.Purpose = .goOn, withholding withheld: Set<String> = [],
    reopensRuns: Bool = false, sources: SourceRules = .personal, notices: Notices = Notices(),
    _ body: (Session) async throws -> Value
) async throws -> Value {
    let session = try await Session.open(
        state, to: purpose, withholding: withheld, reopensRuns: reopensRuns, sources: sources, notices: notices)
    do {
        let value = try await body(session)
        await session.close()
        return value
    } catch {
        await session.close()
        throw error
    }
}

/// Opens the state directory for a run that has not ended.
///
/// - Parameter wanted: without it, the only one.
/// - Throws: `CommandFailure` when there is no such run, or somebody else works on it.
func withUnfinishedRun(
    _ wanted: RunNumber? = nil, in state: String, _ body: (Session, RunState) async throws -> ExitStatus
) async throws -> ExitStatus {
    try await withSession(in: state) { session in
        try await body(session, session.journal.reader.unfinishedRun(wanted))
    }
}
