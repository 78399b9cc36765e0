/// Opens the state directory for work, and closes it again.
///
/// - Throws: `StateLockError` when somebody else works on it, `CommandFailure` when it can't be used; what `body` throws.
func withSession<Value>(in state: String, _ body: (Session) async throws -> Value) async throws -> Value {
    let session = try await Session.open(state)
    do {
        let value = try await body(session)
        await session.close()
        return value
    } catch {
        await session.close()
        throw error
    }
}
